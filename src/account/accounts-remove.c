/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "lock.h"
#include "session-record.h"
#include "accounts.h"
#include "keyring.h"
#include "config-error.h"

/* Who removes an account holds its lock to the end, so that no sign-in that is under way leaves
 * tokens behind of an account that nobody can see any more. */
typedef struct
{
  char *id;
  TesseraLock *lock;
  TesseraLock *keyring_lock;
} Removal;

static void
removal_free (Removal *self)
{
  g_clear_pointer (&self->keyring_lock, tessera_lock_release);
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_free (self->id);
  g_free (self);
}

/* A session without a keyring can still remove an account that never signed in. */
static gboolean
may_go_on (Removal *self, const GError *error)
{
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_read (self->id);

  return error == NULL
         || (!state->signed_in
             && g_error_matches (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT));
}

static void
forgot_config_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tessera_accounts_forget_finish (TESSERA_ACCOUNTS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->lock, tessera_lock_discard);
  g_task_return_boolean (task, TRUE);
}

static void
forgot_secret_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  TesseraAccounts *accounts = g_task_get_source_object (task);
  GError *error = NULL;

  tessera_keyring_forget_finish (result, &error);
  g_clear_pointer (&self->keyring_lock, tessera_lock_release);
  if (!may_go_on (self, error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  if (!tessera_session_record_remove (self->id, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  tessera_accounts_forget_async (accounts, self->id, g_task_get_cancellable (task),
                                 forgot_config_cb, g_object_ref (task));
}

static void
forgot_tokens_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!tessera_keyring_forget_finish (result, &error) && !may_go_on (self, error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  tessera_keyring_forget_async (self->id, TESSERA_KEYRING_CLIENT_SECRET,
                                g_task_get_cancellable (task), forgot_secret_cb,
                                g_object_ref (task));
}

static void
keyring_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->keyring_lock = tessera_lock_acquire_finish (result, &error);
  if (self->keyring_lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tessera_keyring_forget_async (self->id, TESSERA_KEYRING_TOKENS, g_task_get_cancellable (task),
                                forgot_tokens_cb, g_object_ref (task));
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->lock = tessera_lock_acquire_finish (result, &error);
  if (self->lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tessera_lock_acquire_async ("keyring", g_task_get_cancellable (task), keyring_locked_cb,
                              g_object_ref (task));
}

void
tessera_accounts_remove_async (TesseraAccounts *self,
                               TesseraAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  Removal *removal = g_new0 (Removal, 1);

  g_task_set_source_tag (task, tessera_accounts_remove_async);
  removal->id = g_strdup (config->id);
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  if (config->read_only)
    g_task_return_new_error (task, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY,
                             _ ("The account “%s” cannot be removed."), config->name);
  else
    tessera_lock_acquire_async (removal->id, cancellable, locked_cb, g_object_ref (task));
}

gboolean
tessera_accounts_remove_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
