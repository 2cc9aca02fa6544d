/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-session.h"
#include "accounts.h"
#include "application-hold.h"
#include "config-error.h"
#include "removal.h"

#define TIMEOUT 60 /* seconds */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *warning = NULL;
  GError *error = NULL;
  gboolean removed = tessera_removal_finish (result, &warning, &error);

  tessera_accounts_reload (g_task_get_source_object (task));
  if (warning)
    g_task_set_task_data (task, warning, (GDestroyNotify) g_error_free);
  if (removed)
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

  g_task_set_source_tag (task, tessera_accounts_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  tessera_application_hold_for (task);
  if (config->read_only)
    g_task_return_new_error (task, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY,
                             _ ("The account “%s” cannot be removed."), config->name);
  else
    tessera_removal_async (config, tessera_account_get_store (account), TIMEOUT, cancellable,
                           removed_cb, g_steal_pointer (&task));
}

gboolean
tessera_accounts_remove_finish (TesseraAccounts *self,
                                GAsyncResult *result,
                                GError **warning,
                                GError **error)
{
  const GError *told;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  told = g_task_get_task_data (G_TASK (result));
  if (told)
    g_propagate_error (warning, g_error_copy (told));
  return TRUE;
}
