/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mutation.h"

#include <string.h>

#include "oidc-error.h"
#include "oidc-uri.h"
#include "oidc-http.h"
#include "oidc-json.h"
#include "oidc-jwk.h"
#include "oidc-jws.h"
#include "oidc-provider.h"
#include "oidc-response.h"
#include "oidc-tokens.h"

/* Good input, mutated thousands of times from a fixed seed: whatever comes of it, every reader
 * of untrusted bytes gives an answer or an error, and never both or neither. */
#define ROUNDS 10000
#define SEED   8252

#define ISSUER "https://idp.example.com"
#define STATE  "s-1"

static const char *const documents[] = {
  "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER
  "/a\",\"token_endpoint\":\"" ISSUER "/t\",\"jwks_uri\":\"" ISSUER
  "/k\",\"response_types_supported\":[\"code\",\"code id_token\"],"
  "\"code_challenge_methods_supported\":[\"S256\"],\"scopes_supported\":[\"openid\"],"
  "\"authorization_response_iss_parameter_supported\":true}",
  "{\"access_token\":\"ya29.a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":"
  "\"1//x\",\"scope\":\"openid email\",\"id_token\":\"e30.e30.e30\",\"x\":[1.5e3,-2,null,false]}",
  "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\",\"use\":\"sig\",\"x\":"
  "\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":"
  "\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"},{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"
  ","
  "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
  "{\"a\":\"Zo\xc3\xab \\u00eb \\ud83d\\ude00 \\\"\\\\\\/\",\"b\":{\"c\":[[[{}]]]},\"d\":-0.0e+1}",
  "access_token=gho_1&scope=user%3Aemail&token_type=bearer",
  "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJhIn0.AAAA",
  "https://idp.example.com:8443/a/b?c=d",
  "state=" STATE "&code=4%2F0A+b&iss=https%3A%2F%2Fidp.example.com&scope=openid+email",
  "error=access_denied&error_description=No%0Aand%20no&state=" STATE,
  "{\"version\":1,\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\","
  "\"scope\":"
  "\"openid\",\"expires_in\":3600,\"got_wall\":1800000000,\"got_boot\":77,\"got_boot_id\":\"b\","
  "\"issuer\":\"" ISSUER "\",\"client_id\":\"c\",\"token_endpoint\":\"" ISSUER "/t\",\"subject\":"
  "\"zo\xc3\xab\",\"later\":{\"x\":[1]}}",
};

static void
assert_either (gboolean good, const GError *error)
{
  g_assert_true (good == (error == NULL));
  if (error == NULL)
    return;
  g_assert_true (error->domain == OIDC_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\n\033"));
}

static void
try_json (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = NULL;
  gsize length;
  const char *text = g_bytes_get_data (input, &length);
  gboolean valid = oidc_json_validate (text, length, OIDC_JSON_MAX_SIZE, &error);

  assert_either (valid, error);
  if (!valid)
    return;
  /* What the validator lets through, json-glib reads. */
  parser = json_parser_new ();
  g_assert_true (json_parser_load_from_data (parser, text, (gssize) length, NULL));
  g_assert_nonnull (json_parser_get_root (parser));
}

static void
try_provider (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = oidc_provider_parse (ISSUER, input, &error);

  assert_either (provider != NULL, error);
  if (provider == NULL)
    return;
  g_assert_cmpstr (provider->issuer, ==, ISSUER);
  if (provider->token_endpoint != NULL)
    g_assert_true (oidc_uri_check (provider->token_endpoint, "", NULL));
  if (provider->authorization_endpoint != NULL)
    g_assert_true (oidc_uri_check (provider->authorization_endpoint, "", NULL));
}

static void
try_tokens (GBytes *input, const char *content_type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) leftover = NULL;
  g_autoptr (OidcTokens) tokens = oidc_tokens_parse (content_type, input, &leftover, &error);

  assert_either (tokens != NULL, error);
  g_assert_true (tokens == NULL || leftover == NULL);
  /* RFC 6750: nothing in it that could split a header. */
  for (const char *p = tokens != NULL ? tokens->access_token : ""; *p != '\0'; p++)
    g_assert_true (g_ascii_isgraph (*p));
}

static void
try_keys (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (input, &length);
  g_autoptr (OidcJwks) jwks = oidc_jwks_parse (text, length, &error);

  assert_either (jwks != NULL, error);
}

static void
try_text (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autofree char *text = g_strndup (length > 0 ? data : "", length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) uri_error = NULL;
  g_autoptr (OidcJws) jws = oidc_jws_parse (text, &error);
  gboolean is_uri = oidc_uri_check (text, "address", &uri_error);

  assert_either (jws != NULL, error);
  assert_either (is_uri, uri_error);
}

static void
try_response (GBytes *input)
{
  OidcRequest request = { .state = (char *) STATE };
  OidcProvider provider = { .issuer = (char *) ISSUER };
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autofree char *query = g_strndup (length > 0 ? data : "", length);
  char *code = oidc_response_parse (query, &request, &provider, NULL, &error);

  assert_either (code != NULL, error);
  if (code == NULL)
    return;
  g_assert_nonnull (strstr (query, STATE));
  g_assert_cmpstr (code, !=, "");
  for (const char *p = code; *p != '\0'; p++)
    g_assert_true (g_ascii_isprint (*p));
  g_free (code);
}

static void
try_stored (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autofree char *text = g_strndup (length > 0 ? data : "", length);
  g_autoptr (OidcTokens) tokens = oidc_tokens_load (text, &error);
  g_autoptr (OidcTokens) again = NULL;
  char *stored;

  assert_either (tokens != NULL, error);
  if (tokens == NULL)
    return;
  stored = oidc_tokens_store (tokens);
  again = oidc_tokens_load (stored, NULL);
  g_free (stored);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->access_token, ==, tokens->access_token);
  g_assert_cmpstr (again->refresh_token, ==, tokens->refresh_token);
  g_assert_cmpint (again->expires_in, ==, tokens->expires_in);
}

static void
test_mutations (gconstpointer document)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GBytes) input = mutation_make (random, document);

      try_json (input);
      try_provider (input);
      try_tokens (input, "application/json");
      try_tokens (input, "application/x-www-form-urlencoded");
      try_keys (input);
      try_text (input);
      try_response (input);
      try_stored (input);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *path = g_strdup_printf ("/oidc/robustness/%u", i);

      g_test_add_data_func (path, documents[i], test_mutations);
    }
  return g_test_run ();
}
