/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "authorize-redirect.h"
#include "endpoints.h"
#include "pages.h"
#include "person.h"

#include <string.h>

/* Any port and path of the loopback interface (RFC 8252 §7.3). */
static gboolean
is_loopback (const char *redirect_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  const char *host;

  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "http")
      || g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  return g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1")
         || g_str_equal (host, "localhost");
}

/* 43 characters, the SHA-256 of a verifier (RFC 7636 §4.2). */
static gboolean
is_challenge (const char *challenge)
{
  return challenge != NULL && strlen (challenge) == 43
         && strspn (challenge, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_") == 43;
}

static gboolean
is_known_scope (const char *scope)
{
  static const char *const known[]
    = { "openid", "profile", "email", "offline_access", "demo:read", NULL };
  g_auto (GStrv) scopes = g_strsplit (scope, " ", -1);

  for (guint i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains (known, scopes[i]) && !g_str_has_prefix (scopes[i], "https://"))
      return FALSE;
  return TRUE;
}

/* Returns: (nullable): the error to redirect with. */
static const char *
check_request (const Provider *provider, const Form *form, const char **description)
{
  const char *scope = form_get (form, "scope");

  *description = NULL;
  if (form_find_repeated (form) != NULL)
    *description = "A parameter is repeated.";
  else if (!is_challenge (form_get (form, "code_challenge")))
    *description = "The code_challenge is missing or malformed.";
  else if (g_strcmp0 (form_get (form, "code_challenge_method"), "S256") != 0)
    *description = "The code_challenge_method has to be S256.";
  if (*description != NULL)
    return "invalid_request";
  *description = "This provider speaks the code flow only.";
  if (g_strcmp0 (form_get (form, "response_type"), "code") != 0)
    return "unsupported_response_type";
  *description = "A scope is not known here.";
  if (provider->habits == NULL && scope != NULL && !is_known_scope (scope))
    return "invalid_scope";
  *description = "Invalid scopes";
  if (faults_has (provider->faults, "authorize-offline-access-refused") && scope != NULL
      && strstr (scope, "offline_access") != NULL)
    return "invalid_scope";
  *description = "There is nobody signed in, and no page may be shown.";
  if (g_strcmp0 (form_get (form, "prompt"), "none") == 0)
    return "login_required";
  return provider->habits != NULL ? habits_find_refusal (provider->habits, form, description)
                                  : NULL;
}

static Session *
create_session (const Provider *provider, const Form *form)
{
  Session *session = session_new (provider_now (provider));
  GStrv resources = form_get_all (form, "resource");

  if (*resources == NULL && form_get (form, "audience") != NULL)
    {
      g_strfreev (resources);
      resources = form_get_all (form, "audience");
    }
  session->client_id = g_strdup (form_get (form, "client_id"));
  session->redirect_uri = g_strdup (form_get (form, "redirect_uri"));
  session->scope = provider->habits != NULL
                     ? habits_dup_scope (provider->habits, form_get (form, "scope"))
                     : g_strdup (form_get (form, "scope") != NULL ? form_get (form, "scope") : "");
  session->nonce = g_strdup (form_get (form, "nonce"));
  session->code_challenge = g_strdup (form_get (form, "code_challenge"));
  session->audience = resources;
  return session;
}

static void
send_code (Provider *provider, SoupServerMessage *message, Session *session, const char *state)
{
  g_autofree char *code = sessions_issue (provider->sessions, SESSIONS_CODE, session);
  authorize_redirect_code (provider, message, session->redirect_uri, state, code);
}

void
authorize_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *redirect_uri = form_get (form, "redirect_uri");
  const char *state = form_get (form, "state");
  const char *error, *description;

  /* Nobody is redirected to a place that the client was not registered with: RFC 6749 §4.1.2.1. */
  if (g_strcmp0 (form_get (form, "client_id"), PROVIDER_CLIENT_ID) != 0)
    {
      pages_show_error (message, "This application is not known here.");
      return;
    }
  if (redirect_uri == NULL || !is_loopback (redirect_uri)
      || (provider->habits != NULL
          && !habits_allow_redirect (provider->habits, redirect_uri, provider->redirect_uri)))
    {
      pages_show_error (message, "This application may not ask to be answered there.");
      return;
    }
  error = check_request (provider, form, &description);
  if (error != NULL)
    authorize_redirect_error (provider, message, redirect_uri, state, error, description);
  else
    {
      g_autoptr (Session) session = create_session (provider, form);
      if (provider->automatic)
        send_code (provider, message, session, state);
      else
        pages_show_login (provider, message, sessions_wait (provider->sessions, session, state),
                          NULL);
    }
}

static Waiting *
find_waiting (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *id = form_get (form, "request");
  Waiting *waiting = id != NULL ? sessions_find_waiting (provider->sessions, id) : NULL;

  if (waiting == NULL)
    pages_show_error (message, "This sign-in has ended. Start again in the application.");
  return waiting;
}

void
authorize_answer_login (Provider *provider, SoupServerMessage *message, const Form *form)
{
  Waiting *waiting = find_waiting (provider, message, form);

  if (waiting == NULL)
    return;
  if (!person_may_enter (form_get (form, "username"), form_get (form, "password")))
    {
      pages_show_login (provider, message, waiting, "The user name or the password is not right.");
      return;
    }
  waiting->signed_in = TRUE;
  waiting->session->auth_time = provider_now (provider);
  pages_show_consent (provider, message, waiting);
}

void
authorize_answer_consent (Provider *provider, SoupServerMessage *message, const Form *form)
{
  Waiting *waiting = find_waiting (provider, message, form);

  if (waiting == NULL)
    return;
  if (!waiting->signed_in)
    {
      pages_show_login (provider, message, waiting, NULL);
      return;
    }
  if (g_strcmp0 (form_get (form, "decision"), "allow") == 0)
    send_code (provider, message, waiting->session, waiting->state);
  else
    authorize_redirect_error (provider, message, waiting->session->redirect_uri, waiting->state,
                              "access_denied", "The person did not allow it.");
  sessions_forget_waiting (provider->sessions, waiting);
}
