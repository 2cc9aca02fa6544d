/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "oidc-error.h"
#include "oidc-http.h"
#include "oidc-json.h"
#include "oidc-jwk.h"
#include "oidc-jws.h"
#include "oidc-provider.h"
#include "oidc-tokens.h"

/* Good input, mutated thousands of times from a fixed seed: whatever comes of it, every reader
 * of untrusted bytes gives an answer or an error, and never both or neither. */
#define ROUNDS 10000
#define SEED   8252

#define ISSUER "https://idp.example.com"

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
};

/* What breaks parsers. */
static const char *const splinters[] = {
  "\"",
  "\\",
  "\\u0000",
  "\\ud800",
  "\\udc00",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "[[[[",
  "{\"\":",
  "1e999",
  "-",
  "99999999999999999999",
  "null",
  "\xff",
  "\xc0\x80",
  "\xed\xa0\x80",
  "\xef\xbb\xbf",
  "//",
  "/*",
  "'",
  "%00",
  "%",
  "&",
  "=",
  ".",
  "\n",
  "\x01",
  "\x7f",
  "@",
  "#",
  "\\",
};

static gsize
pick (GRand *random, gsize n)
{
  return n > 0 ? (gsize) g_rand_int_range (random, 0, (gint32) n) : 0;
}

static void
mutate_once (GRand *random, GString *text)
{
  gsize at = pick (random, text->len);
  gsize length = pick (random, MIN (16, text->len - at));
  const char *splinter = splinters[pick (random, G_N_ELEMENTS (splinters))];
  g_autofree char *slice = g_memdup2 (text->str + at, length);

  switch (pick (random, 6))
    {
    case 0:
      if (text->len > 0)
        text->str[at] ^= (char) (1 << pick (random, 8));
      break;
    case 1:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 2:
      g_string_insert_len (text, (gssize) pick (random, text->len), slice, (gssize) length);
      break;
    case 3:
      g_string_truncate (text, at);
      break;
    case 4:
      if (text->len > 0)
        text->str[at] = (char) pick (random, 256);
      break;
    default:
      g_string_insert (text, (gssize) at, splinter);
    }
}

/* A copy without a NUL behind it, so that a sanitizer sees a byte read too many. */
static GBytes *
make_input (GRand *random, const char *document)
{
  g_autoptr (GString) text = g_string_new (document);

  for (gsize n = 1 + pick (random, 4); n > 0; n--)
    mutate_once (random, text);
  return g_bytes_new (text->str, text->len);
}

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
    g_assert_true (oidc_http_check_uri (provider->token_endpoint, "", NULL));
  if (provider->authorization_endpoint != NULL)
    g_assert_true (oidc_http_check_uri (provider->authorization_endpoint, "", NULL));
}

static void
try_tokens (GBytes *input, const char *content_type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = oidc_tokens_parse (content_type, input, &error);

  assert_either (tokens != NULL, error);
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
  gboolean is_uri = oidc_http_check_uri (text, "address", &uri_error);

  assert_either (jws != NULL, error);
  assert_either (is_uri, uri_error);
}

static void
test_mutations (gconstpointer document)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GBytes) input = make_input (random, document);

      try_json (input);
      try_provider (input);
      try_tokens (input, "application/json");
      try_tokens (input, "application/x-www-form-urlencoded");
      try_keys (input);
      try_text (input);
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
