/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "endpoints.h"

#include <string.h>

static gboolean
has_token (Provider *provider, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");

  return header != NULL && g_str_has_prefix (header, "Bearer ")
         && sessions_peek (provider->sessions, SESSIONS_ACCESS_TOKEN, header + strlen ("Bearer "))
              != NULL;
}

/* Dropbox refuses a POST that says what its body is, when it has none. */
static gboolean
is_asked_right (const Habits *habits, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return g_str_equal (soup_server_message_get_method (message),
                      habits->profile_by_post ? "POST" : "GET")
         && soup_message_headers_get_one (headers, "Content-Type") == NULL;
}

static void
answer (Provider *provider, SoupServerMessage *message, const char *json)
{
  if (provider->habits == NULL || json == NULL)
    answer_text (message, 404, "text/plain", "There is nothing here.\n");
  else if (!is_asked_right (provider->habits, message))
    answer_text (message, 400, "text/plain", "Not like this.\n");
  else if (!has_token (provider, message))
    answer_error (message, "invalid_token", "The access token is not valid, or no longer.");
  else
    answer_text (message, 200, "application/json", json);
}

void
profile_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  answer (provider, message, provider->habits != NULL ? provider->habits->profile_json : NULL);
}

void
profile_answer_emails (Provider *provider, SoupServerMessage *message, const Form *form)
{
  answer (provider, message, provider->habits != NULL ? provider->habits->emails_json : NULL);
}
