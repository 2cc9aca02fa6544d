/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "client-auth.h"
#include "endpoints.h"
#include "jws.h"
#include "pages.h"

#include <string.h>

/* What is to be revoked, as it is and not as the hint says. */
static const char *
name_kind (Provider *provider, const char *token)
{
  if (sessions_peek (provider->sessions, SESSIONS_REFRESH_TOKEN, token) != NULL)
    return "refresh_token";
  if (sessions_peek (provider->sessions, SESSIONS_ACCESS_TOKEN, token) != NULL)
    return "access_token";
  return "unknown";
}

/* An unknown token is no error: RFC 7009 §2.2. */
void
revoke_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *token = form_get (form, "token");
  const char *hint = form_get (form, "token_type_hint");

  if (!client_auth_check (provider, message, form))
    {
      answer_error (message, "invalid_client", "The client did not authenticate as it has to.");
      return;
    }
  if (token == NULL)
    {
      answer_error (message, "invalid_request", "The token is missing.");
      return;
    }
  request_log_note (message, "token", name_kind (provider, token));
  request_log_note (message, "hint", hint != NULL ? hint : "");
  if (faults_has (provider->faults, "revoke-access-token-refused")
      && g_strcmp0 (hint, "access_token") == 0)
    {
      answer_error (message, "unsupported_token_type", "Access tokens end by themselves.");
      return;
    }
  sessions_revoke (provider->sessions, token);
  soup_server_message_set_status (message, 200, NULL);
}

/* The sid of an ID token that was issued here; its signature does not matter to a test. */
static char *
read_sid (const char *id_token)
{
  g_autoptr (JsonObject) claims = jws_read_part (id_token, 1);

  if (claims == NULL)
    return NULL;
  return g_strdup (json_object_get_string_member_with_default (claims, "sid", NULL));
}

static gboolean
is_loopback (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  return host != NULL && g_str_equal (g_uri_get_scheme (parsed), "http")
         && (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "localhost")
             || g_str_equal (host, "::1"));
}

/* RP-Initiated Logout §3: exact match. */
static gboolean
may_lead_to (Provider *provider, const char *uri)
{
  if (provider->post_logout_redirect_uris == NULL)
    return is_loopback (uri);
  return g_strv_contains ((const char *const *) provider->post_logout_redirect_uris, uri);
}

static void
send_back (Provider *provider, SoupServerMessage *message, const char *uri, const char *asked)
{
  const char *state = asked;
  g_autofree char *escaped = NULL;
  g_autofree char *location = NULL;

  if (faults_has (provider->faults, "end-session-no-state"))
    state = NULL;
  if (faults_has (provider->faults, "end-session-other-state"))
    state = "another-state";
  escaped = g_uri_escape_string (state != NULL ? state : "", NULL, FALSE);
  location = state != NULL ? g_strconcat (uri, "?state=", escaped, NULL) : g_strdup (uri);
  answer_redirect (message, 303, location);
}

/* GET and POST alike. The browser is sent back only together with a hint, else anybody's link would
 * be followed. */
/* Cognito's and Auth0's way: no hint, and a parameter of their own. */
static void
answer_own (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *uri = form_get (form, provider->habits->logout_parameter);

  if (g_strcmp0 (form_get (form, "client_id"), PROVIDER_CLIENT_ID) != 0 || uri == NULL
      || form_get (form, "post_logout_redirect_uri") != NULL || !may_lead_to (provider, uri))
    pages_show_error (message, "Required parameters are missing.");
  else
    answer_redirect (message, 303, uri);
}

void
logout_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *hint = form_get (form, "id_token_hint");
  const char *client_id = form_get (form, "client_id");
  const char *uri = form_get (form, "post_logout_redirect_uri");
  g_autofree char *sid = hint != NULL ? read_sid (hint) : NULL;

  request_log_note (message, "hint", sid != NULL ? "id_token" : "none");
  if (provider->habits != NULL && provider->habits->logout == HABITS_LOGOUT_OWN)
    {
      answer_own (provider, message, form);
      return;
    }
  if (client_id != NULL && !g_str_equal (client_id, PROVIDER_CLIENT_ID))
    {
      pages_show_error (message, "There is no such client.");
      return;
    }
  if (uri != NULL && !may_lead_to (provider, uri))
    {
      pages_show_error (message, "This post-logout redirect URI is not registered.");
      return;
    }
  if (sid != NULL)
    sessions_end (provider->sessions, sid);
  if (sid != NULL && uri != NULL && !faults_has (provider->faults, "end-session-own-page"))
    send_back (provider, message, uri, form_get (form, "state"));
  else
    pages_show_signed_out (message);
}
