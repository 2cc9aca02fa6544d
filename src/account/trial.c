/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trial.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "account-session.h"
#include "host-entry.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-uri.h"
#include "redaction.h"
#include "relying-party.h"
#include "text-escape.h"

#define DEADLINE     120  /* seconds: more than the requests together may take */
#define MAX_LOCATION 1000 /* characters: a window stands still while it lays out many more */

typedef struct
{
  TesseraRelyingParty party; /* first: its rows stand in the table below */
  char *uri;                 /* (nullable) NULL: UserInfo's */
  char *token;
  gint64 sent; /* microseconds, monotonic */
  TesseraTrial *trial;
} Trial;

void
tessera_trial_free (TesseraTrial *self)
{
  g_free (self->uri);
  g_free (self->headers);
  g_free (self->location);
  g_free (self->body);
  g_free (self->advice);
  g_free (self);
}

static void
trial_free (Trial *self)
{
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->trial, tessera_trial_free);
  tessera_relying_party_clear (&self->party);
  g_free (self);
}

gboolean
tessera_trial_check_uri (const char *uri, GError **error)
{
  return oidc_uri_check (uri, uri, error);
}

/* The host of @uri, of which a host entry cannot be made because of its path. (transfer full) */
static char *
dup_host (const char *uri)
{
  g_autoptr (GUri) parsed = oidc_uri_parse (uri);
  g_autofree char *origin
    = parsed ? g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (parsed), NULL,
                           g_uri_get_host (parsed), g_uri_get_port (parsed), "", NULL, NULL)
             : NULL;
  g_autoptr (TesseraHostEntry) entry = origin ? tessera_host_entry_parse (origin) : NULL;

  return g_strdup (entry ? entry->host : uri);
}

char *
tessera_trial_find_stranger (TesseraAccount *account, const char *uri)
{
  char **hosts = tessera_account_get_config (account)->hosts;
  g_autoptr (TesseraHostEntry) asked = tessera_host_entry_parse (uri);

  for (char **host = hosts; asked && host && *host; host++)
    {
      g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (*host);

      if (entry && tessera_host_entry_match (entry, asked, TRUE) > 0)
        return NULL;
    }
  return asked ? g_strdup (asked->host) : dup_host (uri);
}

static char *
advise (const TesseraTrial *trial)
{
  switch (trial->status / 100)
    {
    case 2:
      return NULL;
    case 3:
      return g_strdup (
        _ ("The service redirects to another address. Tessera did not follow, so that the token "
           "goes nowhere else. If you trust that address, try it directly."));
    case 5:
      return g_strdup (_ ("The problem is at the service. Wait a few minutes, then try again."));
    default:
      break;
    }
  if (trial->status == 401)
    return g_strdup (_ ("The service does not accept the token. Check whether this service is in "
                        "the token’s audience."));
  if (trial->status == 403)
    return g_strdup (_ ("The service accepts the token but does not allow this. Check whether the "
                        "token lacks a scope or a role."));
  if (trial->status == 404)
    return g_strdup (_ ("Nothing was found there. Check the address."));
  if (trial->status == 429)
    return g_strdup (_ ("The service received too many requests. Wait a moment, then try again."));
  return g_strdup (_ ("The service refuses the request. Its answer may say why."));
}

/* Lines stay lines, and each is escaped. */
static char *
escape_lines (const char *text, gboolean is_json)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    {
      char *escaped
        = is_json ? tessera_text_escape_json (*line) : tessera_text_escape (g_strchomp (*line));

      g_free (*line);
      *line = escaped;
    }
  return g_strjoinv ("\n", lines);
}

/* A character that was cut in two at the end does no harm. */
static gboolean
is_text (const char *text, gsize length)
{
  const char *end;

  return memchr (text, '\0', length) == NULL
         && (g_utf8_validate_len (text, length, &end) || (gsize) (end - text) + 4 > length);
}

static void
read_body (TesseraTrial *trial, GBytes *body, const char *token)
{
  gsize length = g_bytes_get_size (body);
  g_autofree char *copy
    = length > 0 ? g_strndup (g_bytes_get_data (body, NULL), length) : g_strdup ("");
  g_autofree char *redacted = tessera_redaction_make (copy, token);
  g_autofree char *indented
    = oidc_json_reindent (redacted, strlen (redacted), OIDC_JSON_MAX_SIZE, 2, NULL);

  trial->is_text = length == 0 || is_text (g_bytes_get_data (body, NULL), length);
  if (trial->is_text)
    trial->body = escape_lines (indented ? indented : redacted, indented != NULL);
  else
    trial->body = g_strdup_printf (ngettext ("%u byte that is not text",
                                             "%u bytes that are not text", (guint) length),
                                   (guint) length);
}

static TesseraTrial *
read_answer (const Trial *self, const OidcHttpAnswer *answer)
{
  TesseraTrial *trial = g_new0 (TesseraTrial, 1);
  g_autofree char *headers = g_strjoinv ("\n", answer->headers);
  g_autofree char *redacted = tessera_redaction_make (headers, self->token);
  g_autofree char *location
    = answer->location ? tessera_redaction_make (answer->location, self->token) : NULL;

  trial->uri = g_strdup (self->uri);
  trial->status = answer->status;
  trial->phrase = soup_status_get_phrase (answer->status);
  trial->milliseconds = (g_get_monotonic_time () - self->sent) / 1000;
  trial->headers = escape_lines (redacted, FALSE);
  trial->location = location ? tessera_text_escape_start (location, MAX_LOCATION) : NULL;
  trial->is_cut = answer->is_cut;
  read_body (trial, answer->body, self->token);
  trial->advice = advise (trial);
  return trial;
}

static TesseraStepStart
discover (TesseraOperation *operation, GError **error)
{
  Trial *self = operation->data;

  if (!self->uri)
    return tessera_relying_party_discover (operation, error);
  return oidc_http_use_certificates (self->party.http, self->party.config->ca_file,
                                     self->party.config->client_cert,
                                     self->party.config->client_key, error)
           ? TESSERA_STEP_DONE
           : TESSERA_STEP_FAILED;
}

static TesseraStepStart
ask (TesseraOperation *operation, GError **error)
{
  Trial *self = operation->data;

  if (!self->uri && !self->party.provider->userinfo_endpoint)
    {
      oidc_provider_set_missing (self->party.provider, "userinfo_endpoint", error);
      return TESSERA_STEP_FAILED;
    }
  if (!self->uri)
    self->uri = g_strdup (self->party.provider->userinfo_endpoint);
  self->sent = g_get_monotonic_time ();
  oidc_http_try_async (self->party.http, self->uri, self->token, TESSERA_TRIAL_MAX_BODY,
                       operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_answer (gpointer data, GAsyncResult *result, GError **error)
{
  Trial *self = data;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_try_finish (self->party.http, result, error);

  if (!answer)
    return FALSE;
  self->trial = read_answer (self, answer);
  return TRUE;
}

static const TesseraStep steps[] = {
  { N_ ("Contacting the provider"), discover, tessera_relying_party_take_provider, 0 },
  { N_ ("Waiting for the answer"), ask, take_answer, 0 },
};

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The request was cancelled."),
};

void
tessera_trial_run_async (TesseraAccount *account,
                         const char *uri,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  const char *token = tessera_account_get_access_token (account);
  Trial *self;

  g_task_set_source_tag (task, tessera_trial_run_async);
  if (!token)
    {
      g_task_return_error (task,
                           tessera_store_make_absent_error (tessera_account_get_store (account)));
      return;
    }
  self = g_new0 (Trial, 1);
  tessera_relying_party_init (&self->party, tessera_account_get_config (account),
                              tessera_account_get_store (account));
  self->uri = g_strdup (uri);
  self->token = g_strdup (token);
  g_task_set_task_data (task, self, (GDestroyNotify) trial_free);
  tessera_flow_run (&flow, g_steal_pointer (&task), DEADLINE);
}

TesseraTrial *
tessera_trial_run_finish (TesseraAccount *account, GAsyncResult *result, GError **error)
{
  Trial *self = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&self->trial);
}
