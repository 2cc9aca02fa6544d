/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command-credential.h"

#include <glib/gi18n.h>

#include "commands.h"

/* The program that asked reads both streams, and takes any line for the answer. */
static GLogWriterOutput
drop_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

static TesseraCredentialRequest *
make_request (TesseraCall *call, GError **error)
{
  g_auto (GStrv) hosts = tessera_options_get_all (call->options, "host");
  TesseraCredentialOptions options = {
    .hosts = (const char *const *) hosts,
    .username = tessera_options_get (call->options, "username"),
    .access_token = tessera_options_has (call->options, "access-token"),
    .id_token = tessera_options_has (call->options, "id-token"),
    .sign_in = tessera_options_has (call->options, "sign-in"),
    .go_on = tessera_options_has (call->options, "continue"),
    .name = tessera_options_has (call->options, "name"),
    .role_arn = tessera_options_get (call->options, "role-arn"),
    .session_name = tessera_options_get (call->options, "session-name"),
    .duration = tessera_options_get (call->options, "duration"),
    .region = tessera_options_get (call->options, "region"),
    .sts_endpoint = tessera_options_get (call->options, "sts-endpoint"),
    .policy = tessera_options_get (call->options, "policy"),
  };

  return tessera_credential_request_new ((const char *const *) call->words, &options, error);
}

gboolean
tessera_command_credential_run (TesseraCall *call,
                                const TesseraCredentialOnline *online,
                                GError **error)
{
  g_autoptr (TesseraCredentialRequest) request = NULL;
  g_auto (TesseraCredentialAnswer) answer = { .status = -1 };
  gboolean ok;

  g_log_set_writer_func (drop_message, NULL, NULL);
  call->one_line = TRUE;
  if (call->json)
    {
      call->json = FALSE;
      g_set_error_literal (
        error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
        _ ("“tessera credential” does not take --json: it answers in the program’s own format."));
      return FALSE;
    }
  request = make_request (call, error);
  if (request == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  ok = tessera_credential_run (request, online, call->cancellable, &answer, error);
  call->needs_online = answer.needs_online;
  call->raw = g_steal_pointer (&answer.output);
  call->quiet = answer.quiet;
  call->status = answer.status;
  return ok;
}

gboolean
tessera_command_credential (TesseraCall *call, GError **error)
{
  return tessera_command_credential_run (call, NULL, error);
}
