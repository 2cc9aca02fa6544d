/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issue.h"

#include "answer.h"
#include "id-token.h"
#include "jws.h"
#include "person.h"

#include <string.h>

#define HUGE_SIZE (1024 * 1024 + 4096) /* bytes, a little over what a client should take */

static void
add_audience (const Provider *provider, const Session *session, JsonObject *claims)
{
  g_autoptr (JsonArray) audience = json_array_new ();

  for (guint i = 0; session->audience[i] != NULL; i++)
    json_array_add_string_element (audience, session->audience[i]);
  if (json_array_get_length (audience) > 1)
    json_object_set_array_member (claims, "aud", json_array_ref (audience));
  else
    json_object_set_string_member (claims, "aud",
                                   session->audience[0] != NULL ? session->audience[0]
                                                                : provider->issuer);
}

/* A JWT by RFC 9068. */
static char *
create_access_token (Provider *provider, Session *session, const char *scope)
{
  const Key *key = keys_get_current (provider->keys);
  g_autoptr (JsonObject) header = jws_header (key, "at+jwt");
  g_autoptr (JsonObject) claims = json_object_new ();
  g_autofree char *input = NULL;
  g_autofree char *jti = provider_random ();
  gint64 now = provider_now (provider);

  json_object_set_string_member (claims, "iss", provider->issuer);
  json_object_set_string_member (claims, "sub", PERSON_SUBJECT);
  add_audience (provider, session, claims);
  json_object_set_string_member (claims, "client_id", session->client_id);
  json_object_set_string_member (claims, "scope", scope);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + provider->lifetime);
  json_object_set_int_member (claims, "auth_time", session->auth_time);
  json_object_set_string_member (claims, "jti", jti);
  if (faults_has (provider->faults, "token-long"))
    id_token_lengthen (claims);
  input = jws_signing_input (header, claims);
  return jws_sign (key, input);
}

static void
distort (const Provider *provider, JsonObject *answer)
{
  const Faults *faults = provider->faults;

  if (faults_has (faults, "token-access-token-bad-characters"))
    json_object_set_string_member (answer, "access_token", "abc\r\nX-Injected: yes");
  if (faults_has (faults, "token-access-token-missing"))
    json_object_remove_member (answer, "access_token");
  if (faults_has (faults, "token-type-missing"))
    json_object_remove_member (answer, "token_type");
  if (faults_has (faults, "token-type-mac"))
    json_object_set_string_member (answer, "token_type", "MAC");
  if (faults_has (faults, "token-type-lower-case"))
    json_object_set_string_member (answer, "token_type", "bearer");
  if (faults_has (faults, "token-expires-in-missing"))
    json_object_remove_member (answer, "expires_in");
  if (faults_has (faults, "token-expires-in-string"))
    json_object_set_string_member (answer, "expires_in", "3600");
  if (faults_has (faults, "token-expires-in-negative"))
    json_object_set_int_member (answer, "expires_in", -1);
  if (faults_has (faults, "token-expires-in-zero"))
    json_object_set_int_member (answer, "expires_in", 0);
  if (faults_has (faults, "token-expires-in-decimal"))
    json_object_set_string_member (answer, "expires_in", "3600.0");
  if (faults_has (faults, "token-expires-in-huge"))
    json_object_set_int_member (answer, "expires_in", G_GINT64_CONSTANT (1000000000000000000));
  if (faults_has (faults, "token-error-empty"))
    json_object_set_string_member (answer, "error", "");
  if (faults_has (faults, "token-id-token-missing"))
    json_object_remove_member (answer, "id_token");
  if (faults_has (faults, "token-huge"))
    {
      g_autofree char *filling = g_strnfill (HUGE_SIZE, 'x');
      json_object_set_string_member (answer, "huge", filling);
    }
}

/* What the answer of that provider has otherwise. */
static void
apply_habits (const Habits *habits, JsonObject *answer)
{
  if (habits->no_lifetime)
    json_object_remove_member (answer, "expires_in");
  if (habits->says_ok)
    json_object_set_boolean_member (answer, "ok", TRUE);
}

static void
distort_renewal (const Provider *provider, JsonObject *answer)
{
  const Faults *faults = provider->faults;

  if (faults_has (faults, "refresh-no-id-token"))
    json_object_remove_member (answer, "id_token");
  if (faults_has (faults, "refresh-no-rotation"))
    json_object_remove_member (answer, "refresh_token");
  if (faults_has (faults, "refresh-no-scope"))
    json_object_remove_member (answer, "scope");
}

/* As GitHub does where nobody asks for JSON, and some others always. */
static void
answer_form (SoupServerMessage *message, JsonObject *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) names = json_object_get_members (answer);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (answer, l->data);
      g_autofree char *value = json_node_get_value_type (node) == G_TYPE_STRING
                                 ? json_node_dup_string (node)
                                 : json_to_string (node, FALSE);
      g_string_append_printf (text, "%s%s=", text->len > 0 ? "&" : "", (char *) l->data);
      g_string_append_uri_escaped (text, value, NULL, FALSE);
    }
  answer_text (message, 200, "application/x-www-form-urlencoded", text->str);
}

static void
answer_duplicate (SoupServerMessage *message, JsonObject *answer)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), answer);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autofree char *whole
    = g_strconcat ("{\"access_token\":\"another\",", text + strlen ("{"), NULL);
  answer_text (message, 200, "application/json", whole);
}

static gboolean
gives_refresh_token (const Provider *provider, const Session *session)
{
  if (provider->habits == NULL || provider->habits->refresh == HABITS_REFRESH_OFFLINE_ACCESS)
    return session_has_scope (session, "offline_access");
  if (provider->habits->refresh == HABITS_REFRESH_SCOPE)
    return session_has_scope (session, provider->habits->required_scope);
  return provider->habits->refresh != HABITS_REFRESH_NEVER;
}

void
issue_tokens (Provider *provider, SoupServerMessage *message, Session *session, const char *scope)
{
  g_autoptr (JsonObject) answer = json_object_new ();
  g_autofree char *access_token = create_access_token (provider, session, scope);

  sessions_add_access_token (provider->sessions, access_token, session, provider->lifetime);
  json_object_set_string_member (answer, "access_token", access_token);
  json_object_set_string_member (answer, "token_type", "Bearer");
  json_object_set_int_member (answer, "expires_in", provider->lifetime);
  json_object_set_string_member (answer, "scope", scope);
  if (gives_refresh_token (provider, session))
    {
      g_autofree char *token = sessions_issue (provider->sessions, SESSIONS_REFRESH_TOKEN, session);
      json_object_set_string_member (answer, "refresh_token", token);
    }
  if (session_has_scope (session, "openid"))
    {
      g_autofree char *id_token = id_token_create (provider, session, access_token);
      json_object_set_string_member (answer, "id_token", id_token);
    }
  if (provider->habits != NULL)
    apply_habits (provider->habits, answer);
  distort (provider, answer);
  if (session->renewals > 0)
    distort_renewal (provider, answer);
  if (faults_has (provider->faults, "token-form-encoded"))
    answer_form (message, answer);
  else if (faults_has (provider->faults, "token-duplicate-member"))
    answer_duplicate (message, answer);
  else
    answer_json (message, 200, answer);
}
