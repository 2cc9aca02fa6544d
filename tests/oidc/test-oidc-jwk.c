/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-jwk.h"

#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "vectors.h"

static OidcJwks *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  OidcJwks *jwks = oidc_jwks_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return jwks;
}

static void
test_single (void)
{
  g_autoptr (OidcJwks) jwks = parse (RFC7520_RSA_KEY);
  const OidcJwk *key = oidc_jwks_get_key (jwks, 0);

  g_assert_cmpuint (oidc_jwks_get_n_keys (jwks), ==, 1);
  g_assert_cmpstr (key->kty, ==, "RSA");
  g_assert_cmpstr (key->kid, ==, "bilbo.baggins@hobbiton.example");
  g_assert_cmpstr (key->use, ==, "sig");
  g_assert_null (key->alg);
  g_assert_null (key->unusable);
  g_assert_nonnull (key->key);
}

/* Keys that this version does not know do not spoil the set (RFC 7517 §5). */
static void
test_set (void)
{
  g_autoptr (OidcJwks) jwks
    = parse ("{\"keys\":[" RFC7515_A1_KEY "," RFC7515_A3_KEY
             ",{\"kty\":\"later\",\"kid\":\"x\"},7,{}," RFC8037_KEY "],\"more\":1}");
  static const gboolean usable[] = { FALSE, TRUE, FALSE, FALSE, FALSE, TRUE };

  g_assert_cmpuint (oidc_jwks_get_n_keys (jwks), ==, G_N_ELEMENTS (usable));
  for (guint i = 0; i < G_N_ELEMENTS (usable); i++)
    {
      const OidcJwk *key = oidc_jwks_get_key (jwks, i);

      g_assert_cmpint (key->key != NULL, ==, usable[i]);
      g_assert_cmpint (key->unusable == NULL, ==, usable[i]);
    }
  g_assert_cmpstr (oidc_jwks_get_key (jwks, 2)->kid, ==, "x");
}

static void
test_empty_set (void)
{
  g_autoptr (OidcJwks) jwks = parse ("{\"keys\":[]}");

  g_assert_cmpuint (oidc_jwks_get_n_keys (jwks), ==, 0);
}

static void
test_malformed (gconstpointer text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_jwks_parse (text, strlen (text), &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

static void
test_too_large (void)
{
  g_autofree char *spaces = g_strnfill (OIDC_JSON_MAX_JWKS + 1, ' ');
  g_autoptr (GString) many = g_string_new ("{\"keys\":[{}");
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_jwks_parse (spaces, strlen (spaces), &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);
  for (guint i = 0; i < 10000; i++)
    g_string_append (many, ",{}");
  g_string_append (many, "]}");
  g_assert_null (oidc_jwks_parse (many->str, many->len, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

static void
test_unusable (gconstpointer text)
{
  g_autoptr (OidcJwks) jwks = parse (text);
  const OidcJwk *key = oidc_jwks_get_key (jwks, 0);

  g_assert_cmpuint (oidc_jwks_get_n_keys (jwks), ==, 1);
  g_assert_null (key->key);
  g_assert_nonnull (key->unusable);
}

/* A number of @bits bits, odd, base64url. */
static char *
make_number (guint bits)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_set_size (bytes, (bits + 7) / 8);
  memset (bytes->data, 0xa5, bytes->len);
  bytes->data[0] = (guint8) (1 << ((bits + 7) % 8));
  bytes->data[bytes->len - 1] |= 1;
  return oidc_base64url_encode (bytes->data, bytes->len);
}

static gboolean
is_usable_rsa (const char *n, const char *e)
{
  g_autofree char *text = g_strdup_printf ("{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}", n, e);
  g_autoptr (OidcJwks) jwks = parse (text);

  return oidc_jwks_get_key (jwks, 0)->key != NULL;
}

/* The largest that is refused took GnuTLS 22 seconds to verify with: here no arithmetic is done. */
static void
test_rsa_size (void)
{
  static const struct
  {
    guint bits;
    gboolean usable;
  } sizes[] = { { 1024, FALSE }, { 2047, FALSE }, { 2048, TRUE },   { 3072, TRUE },
                { 8192, TRUE },  { 8193, FALSE }, { 65536, FALSE }, { 1000000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *n = make_number (sizes[i].bits);

      g_assert_cmpint (is_usable_rsa (n, "AQAB"), ==, sizes[i].usable);
    }
}

static void
test_rsa_exponent (void)
{
  static const struct
  {
    const char *e;
    gboolean usable;
  } exponents[]
    = { { "AA", FALSE },      { "AQ", FALSE },    { "Ag", FALSE },        { "Aw", TRUE },
        { "AQAB", TRUE },     { "AAEAAQ", TRUE }, { "AQAA", FALSE },      { "_____w", TRUE },
        { "AQAAAAE", FALSE }, { "", FALSE },      { RFC7515_A2_N, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (exponents); i++)
    g_assert_cmpint (is_usable_rsa (RFC7515_A2_N, exponents[i].e), ==, exponents[i].usable);
}

static void
test_rsa_even (void)
{
  g_autofree char *n = g_strdup (RFC7515_A2_N);

  /* …XpoQ ends in the byte 0xa1, …XpoA in 0xa0. */
  g_assert_true (g_str_has_suffix (n, "poQ"));
  n[strlen (n) - 1] = 'A';
  g_assert_false (is_usable_rsa (n, "AQAB"));
}

static gboolean
is_usable (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (OidcJwks) jwks = parse (text);
  const OidcJwk *key = oidc_jwks_get_key (jwks, 0);

  g_assert_nonnull (node);
  if (key->key == NULL)
    g_test_message ("%s", key->unusable);
  return key->key != NULL;
}

/* What says the same in another way. */
static void
test_lenient (void)
{
#define RSA "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
  g_autofree char *plain = g_strdup (RFC7515_A2_N);
  g_autofree char *padded = g_strconcat (RSA, RFC7515_A2_N "==\"}", NULL);
  g_autofree char *base64 = NULL;

  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');
  base64 = g_strconcat (RSA, plain, "==\"}", NULL);
  g_assert_true (is_usable (padded));
  g_assert_true (is_usable (base64));
  g_assert_true (is_usable (RSA RFC7515_A2_N "\",\"use\":\"\",\"alg\":\"\"}"));
  g_assert_true (is_usable (RSA RFC7515_A2_N "\",\"use\":null,\"alg\":null,\"kid\":null}"));
  g_assert_true (is_usable (RSA RFC7515_A2_N "\",\"x5c\":[7],\"exp\":18446744073709551615}"));
#undef RSA
}

/* As many as 10,000 keys are read, and the right one found. */
static void
test_many (void)
{
  static const guint numbers[] = { 1000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"keys\":[");
      g_autoptr (OidcJwks) jwks = NULL;

      for (guint k = 0; k < numbers[i]; k++)
        g_string_append_printf (
          text,
          "%s{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%u\","
          "\"x5t\":\"%u\",\"e\":\"AQAB\",\"n\":\"" RFC7515_A2_N "\"}",
          k > 0 ? "," : "", k, k);
      g_string_append (text, "]}");
      jwks = parse (text->str);
      g_assert_cmpuint (oidc_jwks_get_n_keys (jwks), ==, numbers[i]);
      g_assert_nonnull (oidc_jwks_get_key (jwks, numbers[i] - 1)->key);
    }
}

static void
test_mutations (void)
{
  static const char *const originals[]
    = { RFC7515_A2_KEY, "{\"keys\":[" RFC7515_A3_KEY "," RFC8037_KEY "]}", RFC7520_EC_KEY };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7517);

  for (guint i = 0; i < 6000; i++)
    {
      const char *original = originals[i % G_N_ELEMENTS (originals)];
      g_autofree char *text = g_strdup (original);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcJwks) jwks = NULL;

      for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        text[g_rand_int_range (rand, 0, (gint32) strlen (original))]
          = (char) g_rand_int_range (rand, 1, 256);
      jwks = oidc_jwks_parse (text, strlen (text), &error);
      g_assert_true ((jwks == NULL) == (error != NULL));
      for (guint k = 0; jwks != NULL && k < oidc_jwks_get_n_keys (jwks); k++)
        {
          const OidcJwk *key = oidc_jwks_get_key (jwks, k);

          g_assert_true ((key->key == NULL) == (key->unusable != NULL));
        }
    }
}

#define EC(crv, x, y) "{\"kty\":\"EC\",\"crv\":\"" crv "\",\"x\":\"" x "\",\"y\":\"" y "\"}"

int
main (int argc, char **argv)
{
  static const char *const malformed[]
    = { "", "{}", "[]", "{\"keys\":1}", "{\"keys\":{}}", "not JSON", "{\"keys\":[]}{}" };
  static const char *const unusable[] = {
    "{\"kty\":\"RSA\",\"n\":\"" RFC7515_A2_N "\"}",
    "{\"kty\":\"RSA\",\"e\":\"AQAB\"}",
    "{\"kty\":\"RSA\",\"n\":\"" RFC7515_A2_N "=\",\"e\":\"AQAB\"}",
    "{\"kty\":\"RSA\",\"x5c\":[\"MIIB\"]}",
    "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}",
    "{\"kty\":\"RSA\",\"n\":1,\"e\":\"AQAB\"}",
    "{\"kty\":1}",
    "{\"kty\":\"rsa\",\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\"}",
    "{\"kty\":\"RSA\",\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\",\"alg\":7}",
    "{\"kty\":\"RSA\",\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\",\"key_ops\":7}",
    EC ("P-256", RFC7515_A3_X, "AAAA" RFC7515_A3_Y),
    EC ("P-256", "AAAA" RFC7515_A3_X, RFC7515_A3_Y),
    EC ("P-256", RFC7515_A3_X, ""),
    EC ("P-256", RFC7515_A3_X "==", RFC7515_A3_Y),
    EC ("P-256", "=" RFC7515_A3_X, RFC7515_A3_Y),
    EC ("P-384", RFC7515_A3_X, RFC7515_A3_Y),
    EC ("secp256k1", RFC7515_A3_X, RFC7515_A3_Y),
    EC ("Ed25519", RFC7515_A3_X, RFC7515_A3_Y),
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC7515_A3_X "\"}",
    "{\"kty\":\"EC\",\"x\":\"" RFC7515_A3_X "\",\"y\":\"" RFC7515_A3_Y "\"}",
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ\"}",
    "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" RFC8037_X "\"}",
    "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"" RFC8037_X "\"}",
    RFC7515_A1_KEY,
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jwk/single", test_single);
  g_test_add_func ("/jwk/set", test_set);
  g_test_add_func ("/jwk/empty-set", test_empty_set);
  g_test_add_func ("/jwk/too-large", test_too_large);
  g_test_add_func ("/jwk/rsa-size", test_rsa_size);
  g_test_add_func ("/jwk/rsa-exponent", test_rsa_exponent);
  g_test_add_func ("/jwk/rsa-even", test_rsa_even);
  g_test_add_func ("/jwk/lenient", test_lenient);
  g_test_add_func ("/jwk/many", test_many);
  g_test_add_func ("/jwk/mutations", test_mutations);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/jwk/malformed/%u", i);

      g_test_add_data_func (path, malformed[i], test_malformed);
    }
  for (guint i = 0; i < G_N_ELEMENTS (unusable); i++)
    {
      g_autofree char *path = g_strdup_printf ("/jwk/unusable/%u", i);

      g_test_add_data_func (path, unusable[i], test_unusable);
    }
  return g_test_run ();
}
