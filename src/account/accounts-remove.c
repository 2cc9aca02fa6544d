/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-session.h"
#include "accounts.h"
#include "config-error.h"
#include "removal.h"

#define TIMEOUT 60 /* seconds */

typedef struct
{
  TesseraAccounts *accounts;
  char *id;
  GError *warning;
} Removal;

static void
removal_free (Removal *self)
{
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->id, g_free);
  g_clear_error (&self->warning);
  g_free (self);
}

static void
forget_async (gpointer user_data,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer callback_data)
{
  Removal *self = user_data;

  tessera_accounts_forget_async (self->accounts, self->id, cancellable, callback, callback_data);
}

static gboolean
forget_finish (gpointer user_data, GAsyncResult *result, GError **error)
{
  Removal *self = user_data;

  return tessera_accounts_forget_finish (self->accounts, result, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Removal *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (tessera_removal_finish (result, &self->warning, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
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
  const TesseraRemovalOptions options = { .timeout = TIMEOUT,
                                          .forget_async = forget_async,
                                          .forget_finish = forget_finish,
                                          .user_data = removal };

  removal->accounts = g_object_ref (self);
  removal->id = g_strdup (config->id);
  g_task_set_source_tag (task, tessera_accounts_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  if (config->read_only)
    g_task_return_new_error (task, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY,
                             _ ("The account “%s” cannot be removed."), config->name);
  else
    tessera_removal_async (config, tessera_account_get_store (account), &options, cancellable,
                           removed_cb, g_steal_pointer (&task));
}

gboolean
tessera_accounts_remove_finish (TesseraAccounts *self,
                                GAsyncResult *result,
                                GError **warning,
                                GError **error)
{
  Removal *removal;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  removal = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (removal->warning)
    g_propagate_error (warning, g_steal_pointer (&removal->warning));
  return TRUE;
}
