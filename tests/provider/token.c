/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "breakage.h"
#include "client-auth.h"
#include "endpoints.h"
#include "issue.h"
#include "jws.h"

#include <string.h>

/* RFC 7636 §4.6. @verifier: (nullable) */
static gboolean
verifier_fits (const char *verifier, const char *challenge)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *expected = NULL;

  if (verifier == NULL || strlen (verifier) < 43 || strlen (verifier) > 128
      || strspn (verifier, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~") != strlen (verifier))
    return FALSE;
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  expected = jws_base64url (digest, length);
  return g_str_equal (expected, challenge);
}

/* Whether no resource is asked for that was not granted (RFC 8707 §2.2). */
static gboolean
resources_fit (const Session *session, const Form *form)
{
  g_auto (GStrv) resources = form_get_all (form, "resource");

  for (guint i = 0; resources[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) session->audience, resources[i]))
      return FALSE;
  return TRUE;
}

static void
send_tokens (Provider *provider, SoupServerMessage *message, Session *session)
{
  issue_tokens (provider, message, session, session->scope);
  if (faults_has (provider->faults, "token-held"))
    breakage_hold (provider, message);
}

static void
exchange_code (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *code = form_get (form, "code");
  Session *session = code != NULL ? sessions_use (provider->sessions, SESSIONS_CODE, code) : NULL;

  if (code == NULL)
    answer_error (message, "invalid_request", "The code is missing.");
  else if (session == NULL)
    answer_error (message, "invalid_grant", "The code is not valid, or no longer.");
  else if (g_strcmp0 (form_get (form, "redirect_uri"), session->redirect_uri) != 0)
    answer_error (message, "invalid_grant", "The redirect_uri is not the request's.");
  else if (!verifier_fits (form_get (form, "code_verifier"), session->code_challenge))
    answer_error (message, "invalid_grant", "The code_verifier does not fit the challenge.");
  else if (faults_has (provider->faults, "token-offline-access-refused")
           && session_has_scope (session, "offline_access"))
    answer_error (message, "not_allowed", "Offline tokens are not allowed for this client.");
  else if (!resources_fit (session, form))
    answer_error (message, "invalid_target", "The resource was not granted.");
  else
    send_tokens (provider, message, session);
}

static gboolean
scope_fits (const Session *session, const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (scope, " ", -1);

  for (guint i = 0; scopes[i] != NULL; i++)
    if (!session_has_scope (session, scopes[i]))
      return FALSE;
  return TRUE;
}

static gboolean
delay_cb (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

/* Whoever waited for the answer may be gone. */
static void
delay_end_cb (SoupServerMessage *message, gpointer source)
{
  g_source_destroy (source);
}

static void
delay (SoupServerMessage *message, guint milliseconds)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);
  static const char *const ends[] = { "finished", "disconnected" };

  soup_server_message_pause (message);
  g_source_set_callback (source, delay_cb, message, NULL);
  g_source_attach (source, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_signal_connect_data (message, ends[i], G_CALLBACK (delay_end_cb), g_source_ref (source),
                           (GClosureNotify) (void (*) (void)) g_source_unref, 0);
}

static void
send_renewed (Provider *provider, SoupServerMessage *message, Session *session, const char *scope)
{
  session->renewals++;
  issue_tokens (provider, message, session, scope);
  if (faults_has (provider->faults, "refresh-answer-lost"))
    breakage_reset (message);
  else if (provider->delay > 0)
    delay (message, provider->delay);
}

static Session *
find_session (Provider *provider, const char *token)
{
  return faults_has (provider->faults, "refresh-no-rotation")
           ? sessions_peek (provider->sessions, SESSIONS_REFRESH_TOKEN, token)
           : sessions_use (provider->sessions, SESSIONS_REFRESH_TOKEN, token);
}

static void
refresh (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *token = form_get (form, "refresh_token");
  const char *scope = form_get (form, "scope");
  Session *session = token != NULL ? find_session (provider, token) : NULL;

  if (token == NULL)
    answer_error (message, "invalid_request", "The refresh_token is missing.");
  else if (session == NULL)
    answer_error (message, "invalid_grant", "The session has ended.");
  else if (scope != NULL && !scope_fits (session, scope))
    answer_error (message, "invalid_scope", "The scope is more than was granted.");
  else
    send_renewed (provider, message, session, scope != NULL ? scope : session->scope);
}

void
token_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *grant_type = form_get (form, "grant_type");

  if (form_find_repeated (form) != NULL)
    answer_error (message, "invalid_request", "A parameter is repeated.");
  else if (!client_auth_check (provider, message, form))
    answer_error (message, "invalid_client", "The client did not authenticate as it has to.");
  else if (grant_type == NULL)
    answer_error (message, "invalid_request", "The grant_type is missing.");
  else if (g_str_equal (grant_type, "authorization_code"))
    exchange_code (provider, message, form);
  else if (g_str_equal (grant_type, "refresh_token"))
    refresh (provider, message, form);
  else
    answer_error (message, "unsupported_grant_type", "This grant_type is not known here.");
}
