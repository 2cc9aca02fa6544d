/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "accounts.h"

#include <glib/gi18n.h>

#include "account-files.h"
#include "account-policy.h"
#include "application-hold.h"
#include "config-error.h"
#include "lock.h"

/* One change of accounts.conf: the lock, the writing in a worker thread, and the list anew. */
typedef struct
{
  gboolean (*write) (const TesseraAccountConfig *before,
                     const TesseraAccountConfig *config,
                     GError **error);
  TesseraAccountConfig *before; /* (nullable) of a change */
  TesseraAccountConfig *config; /* of a removal only the ID */
  TesseraLock *lock;
} Change;

static void
change_free (Change *self)
{
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_clear_pointer (&self->before, tessera_account_config_free);
  tessera_account_config_free (self->config);
  g_free (self);
}

static gboolean
write_new (const TesseraAccountConfig *before, const TesseraAccountConfig *config, GError **error)
{
  return tessera_account_files_add (config, error);
}

static gboolean
write_removal (const TesseraAccountConfig *before,
               const TesseraAccountConfig *config,
               GError **error)
{
  return tessera_account_files_remove (config->id, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Change *self = data;
  GError *error = NULL;

  if (self->write (self->before, self->config, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  /* Still under the lock: what is read is what was written. */
  tessera_accounts_reload (TESSERA_ACCOUNTS (source));
  g_clear_pointer (&self->lock, tessera_lock_release);
  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *self = g_task_get_task_data (task);
  g_autoptr (GTask) writing = NULL;
  GError *error = NULL;

  self->lock = tessera_lock_acquire_finish (result, &error);
  if (self->lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  writing = g_task_new (g_task_get_source_object (task), NULL, written_cb, g_object_ref (task));
  g_task_set_source_tag (writing, locked_cb);
  g_task_set_task_data (writing, self, NULL);
  g_task_run_in_thread (writing, write_in_thread);
}

/* Takes @self. */
static void
run (Change *self, GTask *task)
{
  /* What is written is done, whenever the cancel came. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) change_free);
  tessera_application_hold_for (task);
  tessera_lock_acquire_async ("accounts", g_task_get_cancellable (task), locked_cb,
                              g_object_ref (task));
}

void
tessera_accounts_add_async (TesseraAccounts *self,
                            const TesseraAccountConfig *config,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Change *change;

  g_task_set_source_tag (task, tessera_accounts_add_async);
  if (!tessera_account_config_check (config, &error)
      || !tessera_account_policy_check (NULL, config, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  change = g_new0 (Change, 1);
  change->write = write_new;
  change->config = tessera_account_config_copy (config);
  g_free (change->config->id);
  change->config->id = g_uuid_string_random ();
  run (change, task);
}

/* (transfer none) (nullable): another process may have removed it since */
static TesseraAccount *
take_account (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  Change *change = g_task_get_task_data (G_TASK (result));
  TesseraAccount *account;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  account = tessera_accounts_find_id (self, change->config->id);
  if (account == NULL)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("The account “%s” was removed in the meantime."), change->config->name);
  return account;
}

TesseraAccount *
tessera_accounts_add_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_account (self, result, error);
}

void
tessera_accounts_update_async (TesseraAccounts *self,
                               const TesseraAccountConfig *before,
                               const TesseraAccountConfig *after,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Change *change;

  g_task_set_source_tag (task, tessera_accounts_update_async);
  if (!tessera_account_config_check (after, &error)
      || !tessera_account_policy_check (before, after, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  change = g_new0 (Change, 1);
  change->write = tessera_account_files_apply;
  change->before = tessera_account_config_copy (before);
  change->config = tessera_account_config_copy (after);
  run (change, task);
}

gboolean
tessera_accounts_update_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return take_account (self, result, error) != NULL;
}

void
tessera_accounts_take_back_async (TesseraAccounts *self,
                                  const TesseraAccountConfig *before,
                                  const TesseraAccountConfig *after,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, tessera_accounts_take_back_async);
  change->write = tessera_account_files_take_back;
  change->before = tessera_account_config_copy (before);
  change->config = tessera_account_config_copy (after);
  run (change, task);
}

gboolean
tessera_accounts_take_back_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_accounts_delete_entry_async (TesseraAccounts *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, tessera_accounts_delete_entry_async);
  change->write = write_removal;
  change->config = tessera_account_config_new ();
  change->config->id = g_strdup (id);
  run (change, task);
}

gboolean
tessera_accounts_delete_entry_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
