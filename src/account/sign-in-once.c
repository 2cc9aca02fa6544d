/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-in-once.h"

#include <glib/gi18n.h>

#include "account-notes.h"
#include "account-session.h"
#include "lock.h"
#include "sign-in.h"

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraAccount *account = g_task_get_source_object (task);
  GError *error = NULL;

  if (tessera_sign_in_run_finish (TESSERA_SIGN_IN (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  tessera_account_note_sign_in_failed (account);
  g_task_return_error (task, error);
}

static void
sign_in (GTask *task)
{
  g_autoptr (TesseraSignIn) sign_in = tessera_sign_in_new (g_task_get_source_object (task));

  tessera_sign_in_set_keep_in_memory (sign_in, FALSE);
  tessera_sign_in_run_async (sign_in, g_task_get_cancellable (task), signed_in_cb,
                             g_object_ref (task));
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraAccount *account = g_task_get_source_object (task);
  GError *error = NULL;
  TesseraLock *lock = tessera_lock_acquire_finish (result, &error);

  if (lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, lock, (GDestroyNotify) tessera_lock_release);
  tessera_store_read (tessera_account_get_store (account));
  if (tessera_account_get_state (account) == TESSERA_ACCOUNT_SIGNED_IN)
    g_task_return_boolean (task, TRUE);
  else if (tessera_account_has_sign_in_failed (account))
    g_task_return_new_error (task, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_SIGN_IN_FAILED,
                             _ ("“%s” is not signed in. The last sign-in failed a moment ago."),
                             tessera_account_get_name (account));
  else
    sign_in (task);
}

void
tessera_sign_in_once_async (TesseraAccount *account,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *id = g_strconcat (tessera_account_get_config (account)->id, ".sign-in", NULL);
  GTask *task = g_task_new (account, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_sign_in_once_async);
  g_task_set_check_cancellable (task, FALSE);
  tessera_lock_acquire_async (id, cancellable, locked_cb, task);
}

gboolean
tessera_sign_in_once_finish (TesseraAccount *account, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
