/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "sign-out.h"

/* Tells a person at a terminal why the command has not ended yet. */
static void
step_changed_cb (TesseraSignOut *sign_out, GParamSpec *pspec, TesseraCall *call)
{
  if (tessera_sign_out_is_waiting (sign_out))
    tessera_call_say (call, _ ("Signed out here. Waiting for the browser to sign you out at the "
                               "provider; press Ctrl-C to stop waiting.\n"));
}

gboolean
tessera_command_logout (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraSignOut) sign_out = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);
  const GError *warning;

  if (account == NULL)
    return FALSE;
  sign_out = tessera_sign_out_new (account);
  g_signal_connect (sign_out, "notify::step", G_CALLBACK (step_changed_cb), call);
  tessera_call_watch_signals (call);
  tessera_sign_out_run_async (sign_out, call->cancellable, tessera_call_ready_cb, &result);
  if (!tessera_sign_out_run_finish (sign_out, tessera_call_wait (&result), error))
    return FALSE;
  warning = tessera_sign_out_get_warning (sign_out);
  call->warning = warning != NULL ? g_error_copy (warning) : NULL;
  tessera_command_describe (call, account);
  return TRUE;
}
