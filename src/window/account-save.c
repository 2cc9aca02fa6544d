/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-save.h"

#include "application-hold.h"

typedef struct
{
  TesseraAccountConfig *before;  /* (nullable) of an account that is changed */
  TesseraAccountConfig *written; /* an account that is added gets its ID later */
  char *client_secret;           /* (nullable) */
  TesseraAccount *account;       /* (nullable) once it is written */
  GError *failure;               /* (nullable) of the secret */
} Save;

static void
save_free (Save *self)
{
  g_clear_pointer (&self->before, tessera_account_config_free);
  g_clear_pointer (&self->written, tessera_account_config_free);
  g_clear_pointer (&self->client_secret, g_free);
  g_clear_object (&self->account);
  g_clear_error (&self->failure);
  g_free (self);
}

/* @error: (transfer full) (nullable) */
static void
end (GTask *task, GError *error)
{
  Save *self = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self->account), g_object_unref);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TesseraAccounts *accounts = TESSERA_ACCOUNTS (source);
  Save *self = g_task_get_task_data (task);
  g_autoptr (GError) second = NULL;

  if (self->before == NULL)
    tessera_accounts_delete_entry_finish (accounts, result, &second);
  else
    tessera_accounts_take_back_finish (accounts, result, &second);
  /* The person must know that the account has been changed after all. */
  if (second != NULL)
    g_prefix_error (&self->failure, "%s ", second->message);
  end (task, g_steal_pointer (&self->failure));
}

/* Leaves what another process has written meanwhile. Takes @task. */
static void
take_config_back (GTask *task)
{
  TesseraAccounts *accounts = g_task_get_source_object (task);
  Save *self = g_task_get_task_data (task);
  const TesseraAccountConfig *now = tessera_account_get_config (self->account);

  if (self->before == NULL)
    tessera_accounts_delete_entry_async (accounts, now->id, NULL, taken_back_cb, task);
  else
    tessera_accounts_take_back_async (accounts, self->before, self->written, NULL, taken_back_cb,
                                      task);
}

static void
secret_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *self = g_task_get_task_data (task);

  if (tessera_account_set_client_secret_finish (TESSERA_ACCOUNT (source), result, &self->failure))
    end (task, NULL);
  else
    take_config_back (g_steal_pointer (&task));
}

/* Takes @task. */
static void
store_secret (GTask *own)
{
  g_autoptr (GTask) task = own;
  Save *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->client_secret == NULL)
    end (task, NULL);
  else
    tessera_account_set_client_secret_async (self->account,
                                             self->client_secret[0] != '\0' ? self->client_secret
                                                                            : NULL,
                                             cancellable, secret_stored_cb,
                                             g_steal_pointer (&task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TesseraAccounts *accounts = TESSERA_ACCOUNTS (source);
  Save *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (self->written->id == NULL)
    g_set_object (&self->account, tessera_accounts_add_finish (accounts, result, &error));
  else if (tessera_accounts_update_finish (accounts, result, &error))
    g_set_object (&self->account, tessera_accounts_find_id (accounts, self->written->id));
  if (self->account != NULL)
    store_secret (g_steal_pointer (&task));
  else
    end (task, error);
}

void
tessera_account_save_async (TesseraAccounts *accounts,
                            const TesseraAccountConfig *config,
                            const char *client_secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (accounts, cancellable, callback, user_data);
  Save *self = g_new0 (Save, 1);
  TesseraAccount *account
    = config->id != NULL ? tessera_accounts_find_id (accounts, config->id) : NULL;

  g_task_set_source_tag (task, tessera_account_save_async);
  /* What is stored when the cancel comes is stored. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) save_free);
  tessera_application_hold_for (task);
  if (account != NULL)
    self->before = tessera_account_config_copy (tessera_account_get_config (account));
  self->written = tessera_account_config_copy (config);
  self->client_secret = g_strdup (client_secret);
  if (config->id == NULL)
    tessera_accounts_add_async (accounts, config, cancellable, written_cb, task);
  else if (account == NULL || !tessera_account_config_equal (self->before, config))
    tessera_accounts_update_async (accounts, account != NULL ? self->before : config, config,
                                   cancellable, written_cb, task);
  else
    {
      g_set_object (&self->account, account);
      store_secret (task);
    }
}

TesseraAccount *
tessera_account_save_finish (TesseraAccounts *accounts, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, accounts), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
