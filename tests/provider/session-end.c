/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "client-auth.h"
#include "endpoints.h"
#include "jws.h"
#include "pages.h"

/* An unknown token is no error: RFC 7009 §2.2. */
void
revoke_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *token = form_get (form, "token");

  if (!client_auth_check (provider, message, form))
    answer_error (message, "invalid_client", "The client did not authenticate as it has to.");
  else if (token == NULL)
    answer_error (message, "invalid_request", "The token is missing.");
  else
    {
      sessions_revoke (provider->sessions, token);
      soup_server_message_set_status (message, 200, NULL);
    }
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

void
logout_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *hint = form_get (form, "id_token_hint");
  const char *uri = form_get (form, "post_logout_redirect_uri");
  const char *state = form_get (form, "state");
  g_autofree char *sid = hint != NULL ? read_sid (hint) : NULL;

  if (sid != NULL)
    sessions_end (provider->sessions, sid);
  /* Only together with a hint, else anybody's link would be followed. */
  if (sid != NULL && uri != NULL && g_str_has_prefix (uri, "http://127.0.0.1"))
    {
      g_autofree char *escaped = g_uri_escape_string (state != NULL ? state : "", NULL, FALSE);
      g_autofree char *location
        = state != NULL ? g_strconcat (uri, "?state=", escaped, NULL) : g_strdup (uri);
      answer_redirect (message, 303, location);
    }
  else
    pages_show_signed_out (message);
}
