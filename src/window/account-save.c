/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-save.h"

typedef struct
{
  TesseraAccountConfig *before;  /* (nullable) of an account that is changed */
  TesseraAccountConfig *written; /* an account that is added gets its ID later */
  TesseraAccount *account;       /* (nullable) once it is written */
} Save;

static void
save_free (Save *self)
{
  g_clear_pointer (&self->before, tessera_account_config_free);
  g_clear_pointer (&self->written, tessera_account_config_free);
  g_clear_object (&self->account);
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
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

/* Returns: (nullable) why it failed. */
static GError *
write_config (TesseraAccounts *accounts, Save *self)
{
  GError *error = NULL;

  if (self->written->id == NULL)
    g_set_object (&self->account, tessera_accounts_add (accounts, self->written, &error));
  else if ((self->before != NULL && tessera_account_config_equal (self->before, self->written))
           || tessera_accounts_update (accounts, self->written, &error))
    g_set_object (&self->account, tessera_accounts_find_id (accounts, self->written->id));
  return error;
}

/* Leaves what another process has written meanwhile. Returns: (nullable) why it failed. */
static GError *
take_config_back (TesseraAccounts *accounts, Save *self)
{
  const TesseraAccountConfig *now = tessera_account_get_config (self->account);
  GError *error = NULL;

  if (self->before == NULL)
    tessera_accounts_forget (accounts, now->id, &error);
  else if (tessera_account_config_equal (now, self->written))
    tessera_accounts_update (accounts, self->before, &error);
  return error;
}

static void
secret_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GError) second = NULL;

  if (!tessera_account_set_client_secret_finish (TESSERA_ACCOUNT (source), result, &error))
    second = take_config_back (g_task_get_source_object (task), g_task_get_task_data (task));
  /* The person must know that the account has been changed after all. */
  if (second != NULL)
    g_prefix_error (&error, "%s ", second->message);
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
  g_autoptr (GTask) task = g_task_new (accounts, cancellable, callback, user_data);
  Save *self = g_new0 (Save, 1);
  TesseraAccount *account
    = config->id != NULL ? tessera_accounts_find_id (accounts, config->id) : NULL;
  GError *error;

  g_task_set_source_tag (task, tessera_account_save_async);
  /* What is stored when the cancel comes is stored. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) save_free);
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  if (account != NULL)
    self->before = tessera_account_config_copy (tessera_account_get_config (account));
  self->written = tessera_account_config_copy (config);
  error = write_config (accounts, self);
  if (error != NULL || client_secret == NULL)
    end (task, error);
  else
    tessera_account_set_client_secret_async (self->account, client_secret, cancellable,
                                             secret_stored_cb, g_object_ref (task));
}

TesseraAccount *
tessera_account_save_finish (TesseraAccounts *accounts, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, accounts), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
