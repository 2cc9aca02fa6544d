/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "endpoints.h"

#include <string.h>

#define HUGE_SIZE (1024 * 1024 + 4096) /* bytes, a little over what a client should take */
#define DEEP      20000

static void
set_strings (JsonObject *object, const char *name, const char *values)
{
  g_auto (GStrv) list = g_strsplit (values, " ", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  json_object_set_array_member (object, name, array);
}

static void
set_endpoint (Provider *provider, JsonObject *object, const char *name, const char *path)
{
  g_autofree char *uri = provider_uri (provider, path);
  json_object_set_string_member (object, name, uri);
}

static JsonObject *
build_minimal (Provider *provider)
{
  const Habits *habits = provider->habits;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "issuer", provider->issuer);
  set_endpoint (provider, object, "authorization_endpoint",
                habits != NULL ? habits->authorize : "/authorize");
  set_endpoint (provider, object, "token_endpoint", habits != NULL ? habits->token : "/token");
  set_endpoint (provider, object, "jwks_uri", "/jwks");
  set_strings (object, "response_types_supported", "code");
  return object;
}

static JsonObject *
build (Provider *provider)
{
  JsonObject *object = build_minimal (provider);

  set_endpoint (provider, object, "userinfo_endpoint", "/userinfo");
  set_endpoint (provider, object, "revocation_endpoint", "/revoke");
  set_endpoint (provider, object, "end_session_endpoint", "/logout");
  set_strings (object, "scopes_supported", "openid profile email offline_access demo:read");
  set_strings (object, "response_modes_supported", "query");
  set_strings (object, "grant_types_supported", "authorization_code refresh_token");
  set_strings (object, "code_challenge_methods_supported", "S256");
  set_strings (object, "subject_types_supported", "public");
  set_strings (object, "prompt_values_supported", "none login consent");
  set_strings (object, "claims_supported", "sub name preferred_username email email_verified");
  set_strings (object, "id_token_signing_alg_values_supported",
               keys_get_current (provider->keys)->algorithm->name);
  set_strings (object, "token_endpoint_auth_methods_supported",
               provider->confidential ? "client_secret_basic client_secret_post" : "none");
  set_strings (object, "revocation_endpoint_auth_methods_supported",
               provider->confidential ? "client_secret_basic client_secret_post" : "none");
  json_object_set_boolean_member (object, "authorization_response_iss_parameter_supported", TRUE);
  return object;
}

/* What the metadata of that provider says otherwise. */
static void
apply_habits (Provider *provider, JsonObject *object)
{
  const Habits *habits = provider->habits;

  json_object_remove_member (object, "scopes_supported");
  if (habits->scopes_supported != NULL)
    set_strings (object, "scopes_supported", habits->scopes_supported);
  json_object_remove_member (object, "end_session_endpoint");
  /* An old tenant of Auth0 names none; Cognito names one that is not of OpenID Connect. */
  if (habits->logout_path != NULL && !g_str_equal (habits->name, "auth0-old"))
    set_endpoint (provider, object, "end_session_endpoint", habits->logout_path);
  if (habits->member != NULL)
    set_endpoint (provider, object, habits->member, "/elsewhere");
}

static void
distort (Provider *provider, JsonObject *object)
{
  const Faults *faults = provider->faults;

  if (faults_has (faults, "metadata-wrong-issuer"))
    json_object_set_string_member (object, "issuer", "http://127.0.0.1:1");
  if (faults_has (faults, "metadata-issuer-trailing-slash"))
    set_endpoint (provider, object, "issuer", "/");
  if (faults_has (faults, "metadata-plain-only"))
    set_strings (object, "code_challenge_methods_supported", "plain");
  if (faults_has (faults, "metadata-implicit-only"))
    set_strings (object, "response_types_supported", "id_token");
  if (faults_has (faults, "metadata-no-token-endpoint"))
    json_object_remove_member (object, "token_endpoint");
  if (faults_has (faults, "metadata-no-revocation"))
    json_object_remove_member (object, "revocation_endpoint");
  if (faults_has (faults, "metadata-no-end-session"))
    json_object_remove_member (object, "end_session_endpoint");
  if (faults_has (faults, "metadata-endpoint-http"))
    json_object_set_string_member (object, "token_endpoint", "http://192.0.2.1/token");
  if (faults_has (faults, "metadata-wrong-type"))
    json_object_set_int_member (object, "authorization_endpoint", 42);
  if (faults_has (faults, "metadata-iss-unadvertised"))
    json_object_remove_member (object, "authorization_response_iss_parameter_supported");
}

/* What no JsonObject can hold: put into the text, in front of all other members. */
static char *
prefix_text (Provider *provider)
{
  if (faults_has (provider->faults, "metadata-duplicate-issuer"))
    return g_strdup_printf ("\"issuer\":\"%s\",", provider->issuer);
  if (faults_has (provider->faults, "metadata-deep-nesting"))
    {
      g_autofree char *opening = g_strnfill (DEEP, '[');
      g_autofree char *closing = g_strnfill (DEEP, ']');
      return g_strdup_printf ("\"deep\":%s%s,", opening, closing);
    }
  if (faults_has (provider->faults, "metadata-huge"))
    {
      g_autofree char *filling = g_strnfill (HUGE_SIZE, 'x');
      return g_strdup_printf ("\"huge\":\"%s\",", filling);
    }
  return g_strdup ("");
}

static void
answer_document (Provider *provider, SoupServerMessage *message)
{
  gboolean minimal = faults_has (provider->faults, "metadata-minimal");
  g_autoptr (JsonObject) object = minimal ? build_minimal (provider) : build (provider);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autofree char *prefix = prefix_text (provider);
  g_autofree char *whole = NULL;

  if (provider->habits != NULL)
    apply_habits (provider, object);
  distort (provider, object);
  node = json_node_init_object (json_node_alloc (), object);
  text = json_to_string (node, FALSE);
  whole = g_strconcat ("{", prefix, text + strlen ("{"), NULL);
  answer_text (message, 200, "application/json", whole);
}

void
discovery_answer_openid (Provider *provider, SoupServerMessage *message, const Form *form)
{
  if ((provider->habits != NULL && provider->habits->person == HABITS_NAME_PROFILE)
      || faults_has (provider->faults, "metadata-404-oauth")
      || faults_has (provider->faults, "metadata-missing"))
    answer_text (message, 404, "text/plain", "There is nothing here.\n");
  else
    answer_document (provider, message);
}

void
discovery_answer_oauth (Provider *provider, SoupServerMessage *message, const Form *form)
{
  if (faults_has (provider->faults, "metadata-missing"))
    answer_text (message, 404, "text/plain", "There is nothing here.\n");
  else
    answer_document (provider, message);
}

void
discovery_answer_moved (Provider *provider, SoupServerMessage *message, const Form *form)
{
  answer_document (provider, message);
}
