/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-renew.h"

#include "account-session.h"
#include "application-hold.h"
#include "clock.h"
#include "renewal.h"

static void
free_warning (gpointer data)
{
  GError **warning = data;

  g_clear_error (warning);
  g_free (warning);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraAccount *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (tessera_renewal_finish (result, g_task_get_task_data (task), &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (tessera_error_kind (error) == TESSERA_ERROR_KEYRING)
    tessera_account_set_locked (self);
  g_task_return_error (task, error);
}

void
tessera_account_renew_async (TesseraAccount *self,
                             gint64 since,
                             gboolean keep_in_memory,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  TesseraRenewalOptions options = { .since = since, .keep_in_memory = keep_in_memory };
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  options.seen = tessera_account_get_tokens (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_renew_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (GError *, 1), free_warning);
  /* Until the answer is stored, also without a window. */
  tessera_application_hold_for (task);
  tessera_renewal_async (tessera_account_get_config (self), tessera_account_get_store (self),
                         &options, cancellable, renewed_cb, task);
}

gboolean
tessera_account_renew_finish (TesseraAccount *self,
                              GAsyncResult *result,
                              GError **warning,
                              GError **error)
{
  GError **kept;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  kept = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (*kept)
    g_propagate_error (warning, g_steal_pointer (kept));
  return TRUE;
}

gint64
tessera_account_renew_get_program_began (void)
{
  return tessera_clock_program_began_ms ();
}

gint64
tessera_account_renew_get_now (void)
{
  return tessera_clock_boot_ms ();
}
