/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "commands.h"
#include "sign-in.h"
#include "terminal.h"
#include "text-escape.h"

/* --no-browser prints the link alone, so that a script can open it. With a browser only a person at
 * a terminal is told the link, in case the browser does not open. */
static void
uri_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, TesseraCall *call)
{
  g_autofree char *uri = NULL;
  g_autofree char *line = NULL;

  if (tessera_sign_in_get_uri (sign_in) == NULL)
    return;
  uri = tessera_text_escape (tessera_sign_in_get_uri (sign_in));
  if (tessera_options_has (call->options, "no-browser"))
    line = g_strconcat (uri, "\n", NULL);
  else if (isatty (STDERR_FILENO))
    line = g_strdup_printf (_ ("Waiting for the browser. If it does not open, go to:\n%s\n"), uri);
  if (line != NULL)
    tessera_terminal_write (STDERR_FILENO, line, TRUE);
}

void
tessera_command_describe (TesseraCall *call, TesseraAccount *account)
{
  json_object_set_string_member (call->object, "name", tessera_account_get_name (account));
  json_object_set_string_member (call->object, "state",
                                 tessera_account_state_to_string (
                                   tessera_account_get_state (account)));
  if (tessera_account_get_subject (account) != NULL)
    json_object_set_string_member (call->object, "subject", tessera_account_get_subject (account));
  if (tessera_account_get_expires_at (account) > 0)
    json_object_set_int_member (call->object, "expires_at",
                                tessera_account_get_expires_at (account));
}

gboolean
tessera_command_login (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraSignIn) sign_in = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TesseraAccount *account;
  guint timeout;

  if (!tessera_options_get_seconds (call->options, "timeout", 1, TESSERA_SIGN_IN_TIMEOUT, &timeout,
                                    error))
    return FALSE;
  account = tessera_call_find_account (call, &accounts, error);
  if (account == NULL)
    return FALSE;
  sign_in = tessera_sign_in_new (account);
  tessera_sign_in_set_timeout (sign_in, timeout);
  tessera_sign_in_set_open_browser (sign_in, !tessera_options_has (call->options, "no-browser"));
  tessera_sign_in_set_keep_in_memory (sign_in, FALSE);
  g_signal_connect (sign_in, "notify::uri", G_CALLBACK (uri_changed_cb), call);
  tessera_call_watch_signals (call);
  tessera_sign_in_run_async (sign_in, call->cancellable, tessera_call_ready_cb, &result);
  if (!tessera_sign_in_run_finish (sign_in, tessera_call_wait (&result), error))
    {
      call->failed_step = tessera_sign_in_get_failed_step (sign_in);
      return FALSE;
    }
  tessera_command_describe (call, account);
  return TRUE;
}
