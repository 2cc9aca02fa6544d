/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "endpoints.h"
#include "jws.h"
#include "person.h"

#include <string.h>

static const char *
find_bearer (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;
  return header + strlen ("Bearer ");
}

static JsonObject *
create_claims (const Provider *provider, const Session *session)
{
  JsonObject *claims = json_object_new ();

  if (!faults_has (provider->faults, "userinfo-missing-sub"))
    json_object_set_string_member (claims, "sub",
                                   faults_has (provider->faults, "userinfo-wrong-sub")
                                       || faults_has (provider->faults, "userinfo-jwt-wrong-sub")
                                     ? "somebody-else"
                                     : PERSON_SUBJECT);
  if (provider->habits == NULL || provider->habits->person != HABITS_NAME_UPN)
    person_add_claims (provider, session, claims);
  return claims;
}

static void
answer_jwt (Provider *provider, SoupServerMessage *message, JsonObject *claims)
{
  const Faults *faults = provider->faults;
  const Key *key = keys_get_current (provider->keys);
  g_autoptr (JsonObject) header = jws_header (key, "JWT");
  g_autofree char *input = NULL;
  g_autofree char *compact = NULL;

  if (!faults_has (faults, "userinfo-jwt-bare"))
    {
      json_object_set_string_member (claims, "iss",
                                     faults_has (faults, "userinfo-jwt-wrong-iss")
                                       ? "https://issuer.example"
                                       : provider->issuer);
      json_object_set_string_member (claims, "aud",
                                     faults_has (faults, "userinfo-jwt-wrong-aud")
                                       ? "another-client"
                                       : PROVIDER_CLIENT_ID);
    }
  input = jws_signing_input (header, claims);
  if (faults_has (faults, "userinfo-jwt-bad-signature"))
    key = keys_get_stranger (provider->keys);
  compact = jws_sign (key, input);
  answer_text (message, 200, "application/jwt", compact);
}

static gboolean
is_to_be_signed (const Faults *faults)
{
  return faults_has (faults, "userinfo-jwt") || faults_has (faults, "userinfo-jwt-bad-signature")
         || faults_has (faults, "userinfo-jwt-bare")
         || faults_has (faults, "userinfo-jwt-wrong-aud")
         || faults_has (faults, "userinfo-jwt-wrong-iss")
         || faults_has (faults, "userinfo-jwt-wrong-sub");
}

void
userinfo_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *token = find_bearer (message);
  Session *session
    = token != NULL ? sessions_peek (provider->sessions, SESSIONS_ACCESS_TOKEN, token) : NULL;
  g_autoptr (JsonObject) claims = NULL;

  if (session == NULL)
    {
      answer_error (message, "invalid_token", "The access token is not valid, or no longer.");
      return;
    }
  claims = create_claims (provider, session);
  if (is_to_be_signed (provider->faults))
    answer_jwt (provider, message, claims);
  else
    answer_json (message, 200, claims);
}
