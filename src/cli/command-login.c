/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "commands.h"
#include "expiry-text.h"
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

static void
mishap_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, TesseraCall *call)
{
  g_autofree char *line = g_strconcat (tessera_sign_in_get_mishap (sign_in), "\n", NULL);

  tessera_call_say (call, line);
}

static void
reminder_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, TesseraCall *call)
{
  const char *reminder = tessera_sign_in_get_reminder (sign_in);
  g_autofree char *safe = tessera_text_escape (reminder != NULL ? reminder : "");
  g_autofree char *line = g_strconcat (safe, "\n", NULL);

  if (reminder != NULL)
    tessera_call_say (call, line);
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

/* Tells a person at a terminal that it is done, and as whom. */
static void
say_signed_in (TesseraCall *call, TesseraAccount *account)
{
  const char *email = tessera_account_get_email (account);
  const char *name = tessera_account_get_person_name (account);
  const char *subject = tessera_account_get_subject (account);
  const char *person = email != NULL ? email : name != NULL ? name : subject;
  gint64 expires_at = tessera_account_get_expires_at (account);
  g_autofree char *safe_account = tessera_text_escape (tessera_account_get_name (account));
  g_autofree char *safe_person = tessera_text_escape (person != NULL ? person : "");
  g_autofree char *until
    = expires_at > 0 ? tessera_expiry_text_clock (expires_at, g_get_real_time () / G_USEC_PER_SEC)
                     : NULL;
  g_autofree char *line = NULL;

  if (person != NULL && until != NULL)
    /* Translators: an account, a person, and a time such as 15:53. */
    line
      = g_strdup_printf (_ ("Signed in to %s as %s until %s.\n"), safe_account, safe_person, until);
  else if (person != NULL)
    line = g_strdup_printf (_ ("Signed in to %s as %s.\n"), safe_account, safe_person);
  else if (until != NULL)
    line = g_strdup_printf (_ ("Signed in to %s until %s.\n"), safe_account, until);
  else
    line = g_strdup_printf (_ ("Signed in to %s.\n"), safe_account);
  tessera_call_say (call, line);
}

#define QUIET 2 /* seconds for which nobody wonders what it is doing */

typedef struct
{
  TesseraCall *call;
  TesseraSignIn *sign_in;
  guint source;
} Watch;

static gboolean
quiet_cb (gpointer user_data)
{
  Watch *watch = user_data;
  g_autofree char *line = NULL;

  watch->source = 0;
  if (g_strcmp0 (tessera_sign_in_get_step (watch->sign_in), _ ("Contacting the provider")) == 0)
    {
      line = g_strconcat (_ ("Looking for the provider…"), "\n", NULL);
      tessera_call_say (watch->call, line);
    }
  return G_SOURCE_REMOVE;
}

static void
watch_clear (Watch *watch)
{
  g_clear_handle_id (&watch->source, g_source_remove);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

gboolean
tessera_command_login (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraSignIn) sign_in = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TesseraAccount *account;
  g_auto (Watch) watch = { .call = call };
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
  tessera_sign_in_set_needs_browser (sign_in, !isatty (STDERR_FILENO));
  g_signal_connect (sign_in, "notify::uri", G_CALLBACK (uri_changed_cb), call);
  g_signal_connect (sign_in, "notify::mishap", G_CALLBACK (mishap_changed_cb), call);
  g_signal_connect (sign_in, "notify::reminder", G_CALLBACK (reminder_changed_cb), call);
  tessera_call_watch_signals (call);
  watch.sign_in = sign_in;
  watch.source = g_timeout_add_seconds (QUIET, quiet_cb, &watch);
  tessera_sign_in_run_async (sign_in, call->cancellable, tessera_call_ready_cb, &result);
  if (!tessera_sign_in_run_finish (sign_in, tessera_call_wait (&result), error))
    {
      call->failed_step = tessera_sign_in_get_failed_step (sign_in);
      return FALSE;
    }
  tessera_command_describe (call, account);
  say_signed_in (call, account);
  return TRUE;
}
