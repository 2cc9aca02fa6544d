/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-jws.h"

#include <gnutls/crypto.h>
#include <string.h>
#include <time.h>

#include "jws.h"
#include "oidc-base64url.h"
#include "oidc-error.h"
#include "vectors.h"

static const char *const all_algorithms[]
  = { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA" };

/* OIDC_ERROR code of verifying @compact with @keys; -1: valid, -2: it does not parse. */
static int
verify (const char *compact, const char *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcJwks) jwks = oidc_jwks_parse (keys, strlen (keys), &error);
  g_autoptr (OidcJws) jws = oidc_jws_parse (compact, NULL);
  gboolean valid = FALSE;

  g_assert_no_error (error);
  if (jws == NULL)
    return -2;
  valid = oidc_jws_verify (jws, jwks, NULL, &error);
  g_assert_true (valid == (error == NULL));
  if (error == NULL)
    return -1;
  g_assert_true (error->domain == OIDC_ERROR);
  return error->code;
}

typedef struct
{
  const char *name;
  const char *compact;
  const char *keys;
  int code; /* -1: valid */
} Vector;

static const Vector vectors[] = {
  { "7515-A.1-HS256", RFC7515_A1, RFC7515_A1_KEY, OIDC_ERROR_SIGNATURE },
  { "7515-A.2-RS256", RFC7515_A2, RFC7515_A2_KEY, -1 },
  { "7515-A.3-ES256", RFC7515_A3, RFC7515_A3_KEY, -1 },
  { "7515-A.4-ES512", RFC7515_A4, RFC7515_A4_KEY, -1 },
  { "7515-A.5-none", RFC7515_A5, RFC7515_A2_KEY, OIDC_ERROR_SIGNATURE },
  { "7520-4.1-RS256", RFC7520_4_1, RFC7520_RSA_KEY, -1 },
  { "7520-4.2-PS384", RFC7520_4_2, RFC7520_RSA_KEY, -1 },
  { "7520-4.3-ES512", RFC7520_4_3, RFC7520_EC_KEY, -1 },
  { "7520-4.4-HS256", RFC7520_4_4, RFC7520_HMAC_KEY, OIDC_ERROR_SIGNATURE },
  { "8037-A.4-EdDSA", RFC8037_A4, RFC8037_KEY, -1 },
  { "7515-A.2-other-key", RFC7515_A2, RFC7520_RSA_KEY, OIDC_ERROR_SIGNATURE },
  { "7515-A.3-other-curve", RFC7515_A3, RFC7515_A4_KEY, OIDC_ERROR_SIGNATURE },
  { "7520-two-of-one-kid", RFC7520_4_3, "{\"keys\":[" RFC7520_RSA_KEY "," RFC7520_EC_KEY "]}", -1 },
  { "7515-among-others", RFC7515_A2,
    "{\"keys\":[" RFC7515_A1_KEY "," RFC7520_RSA_KEY "," RFC7515_A3_KEY "," RFC7515_A2_KEY "]}",
    -1 },
  { "7520-unknown-kid", RFC7520_4_1, "{\"keys\":[" RFC7515_A2_KEY "," RFC7515_A3_KEY "]}",
    OIDC_ERROR_UNKNOWN_KEY },
  { "7520-no-keys", RFC7520_4_1, "{\"keys\":[]}", OIDC_ERROR_UNKNOWN_KEY },
};

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;

  g_assert_cmpint (verify (vector->compact, vector->keys), ==, vector->code);
}

/* Each byte of a valid one, changed a little: it is refused wherever it is. */
static void
test_tampered (gconstpointer data)
{
  const Vector *vector = data;
  gsize length = strlen (vector->compact);

  for (gsize i = 0; i < length; i += 3)
    {
      g_autofree char *compact = g_strdup (vector->compact);

      compact[i] = compact[i] == 'A' ? 'B' : 'A';
      g_assert_cmpint (verify (compact, vector->keys), !=, -1);
    }
}

/* The parts of @compact with @header and @signature (each NULL: as it is) in their place. */
static char *
replace (const char *compact, const char *header, const char *signature)
{
  g_auto (GStrv) parts = g_strsplit (compact, ".", 3);
  g_autofree char *encoded
    = header != NULL ? oidc_base64url_encode (header, strlen (header)) : g_strdup (parts[0]);

  return g_strjoin (".", encoded, parts[1], signature != NULL ? signature : parts[2], NULL);
}

/* A token with @header as its text, signed for real. */
static char *
sign (const Key *key, const char *header, const char *payload)
{
  g_autofree char *first = oidc_base64url_encode (header, strlen (header));
  g_autofree char *second = oidc_base64url_encode (payload, strlen (payload));
  g_autofree char *input = g_strjoin (".", first, second, NULL);

  return jws_sign (key, input);
}

/* @key's JWK, where @member (nullable) has @value (nullable: removed), a JSON text. */
static char *
make_jwk (const Key *key, const char *member, const char *value)
{
  g_autoptr (JsonObject) jwk = key_to_jwk (key);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), jwk);

  if (member != NULL && value != NULL)
    json_object_set_member (jwk, member, json_from_string (value, NULL));
  else if (member != NULL)
    json_object_remove_member (jwk, member);
  return json_to_string (node, FALSE);
}

/* Often enough that r, s and Ed25519's S begin with a zero byte some time. */
static void
test_algorithm (gconstpointer name)
{
  const Algorithm *algorithm = algorithm_find (name);
  g_autoptr (Key) key = key_new (algorithm, 0);
  g_autoptr (Key) other = key_new (algorithm, 0);
  g_autofree char *keys = make_jwk (key, NULL, NULL);
  g_autofree char *other_keys = make_jwk (other, "kid", NULL);
  guint rounds = algorithm->field == 0 ? 3 : 600;

  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\",\"i\":%u}", algorithm->name, i);
      g_autofree char *compact = sign (key, header, "payload");

      g_assert_cmpint (verify (compact, keys), ==, -1);
      if (i < 3)
        g_assert_cmpint (verify (compact, other_keys), ==, OIDC_ERROR_SIGNATURE);
    }
}

/* Every other algorithm's name on a key's signature is refused, and the key's own alg holds. */
static void
test_confusion (gconstpointer name)
{
  g_autoptr (Key) key = key_new (algorithm_find (name), 0);
  g_autofree char *any = make_jwk (key, "alg", NULL);
  g_autofree char *own = make_jwk (key, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all_algorithms); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", all_algorithms[i]);
      g_autofree char *compact = sign (key, header, "payload");
      gboolean same = g_str_equal (name, all_algorithms[i]);

      g_assert_cmpint (verify (compact, any), ==, same ? -1 : OIDC_ERROR_SIGNATURE);
      g_assert_cmpint (verify (compact, own), ==, same ? -1 : OIDC_ERROR_SIGNATURE);
    }
}

/* The classic: a public key as the secret of an HMAC. */
static void
test_hmac_with_public_key (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("RS256"), 0);
  g_autofree char *pem = key_to_pem (key);
  g_autofree char *jwk = make_jwk (key, "alg", NULL);
  g_autofree char *oct
    = g_strdup_printf ("{\"keys\":[%s,{\"kty\":\"oct\",\"kid\":\"h\",\"k\":\"c2VjcmV0\"}]}", jwk);
  g_autofree char *with_pem = jws_sign_hs256 (pem, "eyJhbGciOiJIUzI1NiJ9.e30");
  g_autofree char *with_oct = jws_sign_hs256 ("secret", "eyJhbGciOiJIUzI1NiIsImtpZCI6ImgifQ.e30");

  g_assert_cmpint (verify (with_pem, jwk), ==, OIDC_ERROR_SIGNATURE);
  g_assert_cmpint (verify (with_oct, oct), ==, OIDC_ERROR_SIGNATURE);
}

static void
test_none (void)
{
  static const char *const names[]
    = { "none", "None",  "NONE",  "nOnE",   "",        "rs256", "RS256 ",
        "RS1",  "HS256", "HS512", "ES256K", "Ed25519", "eddsa" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", names[i]);
      g_autofree char *stripped = replace (RFC7515_A2, header, "");
      g_autofree char *kept = replace (RFC7515_A2, header, NULL);

      g_assert_cmpint (verify (stripped, RFC7515_A2_KEY), ==, OIDC_ERROR_SIGNATURE);
      g_assert_cmpint (verify (kept, RFC7515_A2_KEY), ==, OIDC_ERROR_SIGNATURE);
    }
}

/* The names are compared to the character, however right the signature is (RFC 7515 §4.1.1). */
static void
test_case_of_alg (void)
{
  static const char *const names[] = { "es256", "Es256", "ES256 ", "ES2560" };
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *keys = make_jwk (key, "alg", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *header = g_strdup_printf ("{\"alg\":\"%s\"}", names[i]);
      g_autofree char *compact = sign (key, header, "{}");

      g_assert_cmpint (verify (compact, keys), ==, OIDC_ERROR_SIGNATURE);
    }
}

/* A P-256 key that signs with SHA-512 and pads r and s as ES512 wants them is no ES512 (RFC 7518
 * §3.4). */
static void
test_curve_of_alg (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  Algorithm wrong = *algorithm_find ("ES512");
  g_autofree char *keys = make_jwk (key, "alg", NULL);
  g_autofree char *right = sign (key, "{\"alg\":\"ES256\"}", "{}");
  g_autofree char *compact = NULL;

  g_assert_cmpint (verify (right, keys), ==, -1);
  key->algorithm = &wrong;
  compact = sign (key, "{\"alg\":\"ES512\"}", "{}");
  g_assert_cmpint (verify (compact, keys), ==, OIDC_ERROR_SIGNATURE);
}

static void
test_crit (void)
{
  static const char *const headers[]
    = { "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}", "{\"alg\":\"ES256\",\"crit\":[]}",
        "{\"alg\":\"ES256\",\"crit\":null}",
        "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}" };
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *keys = make_jwk (key, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *compact = sign (key, headers[i], "{}");

      g_assert_cmpint (verify (compact, keys), ==, OIDC_ERROR_SIGNATURE);
    }
}

/* A key that the token brings along proves nothing. */
static void
test_own_key (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *own = make_jwk (key, NULL, NULL);
  g_autofree char *header = g_strdup_printf (
    "{\"alg\":\"ES256\",\"jwk\":%s,\"jku\":\"https://evil.example\",\"x5u\":\"https://x\"}", own);
  g_autofree char *compact = sign (key, header, "{}");

  g_assert_cmpint (verify (compact, RFC7515_A3_KEY), ==, OIDC_ERROR_SIGNATURE);
  g_assert_cmpint (verify (compact, own), ==, -1);
}

typedef struct
{
  const char *member;
  const char *value;
  int code;
} Attribute;

static void
test_attributes (void)
{
  static const Attribute attributes[] = {
    { "use", "\"sig\"", -1 },
    { "use", NULL, -1 },
    { "use", "\"\"", -1 },
    { "alg", "\"\"", -1 },
    { "use", "\"enc\"", OIDC_ERROR_SIGNATURE },
    { "use", "\"SIG\"", OIDC_ERROR_SIGNATURE },
    { "key_ops", "[\"verify\"]", -1 },
    { "key_ops", "[\"sign\",\"verify\"]", -1 },
    { "key_ops", "[\"sign\"]", OIDC_ERROR_SIGNATURE },
    { "key_ops", "[]", OIDC_ERROR_SIGNATURE },
    { "key_ops", "\"verify\"", -1 },
    { "key_ops", "\"sign\"", OIDC_ERROR_SIGNATURE },
    { "alg", NULL, -1 },
    { "alg", "\"ES384\"", OIDC_ERROR_SIGNATURE },
    { "alg", "\"RS256\"", OIDC_ERROR_SIGNATURE },
    { "d", "\"AAAA\"", -1 },
  };
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *compact = sign (key, "{\"alg\":\"ES256\"}", "{}");

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *keys = make_jwk (key, attributes[i].member, attributes[i].value);

      g_assert_cmpint (verify (compact, keys), ==, attributes[i].code);
    }
}

/* EdDSA has had a name for each curve since RFC 9864; a key may be for the one name or the other.
 */
static void
test_edwards_names (void)
{
  static const struct
  {
    const char *header, *alg; /* of the key; NULL: none */
    int code;
  } cases[] = {
    { "{\"alg\":\"EdDSA\"}", NULL, -1 },
    { "{\"alg\":\"Ed25519\"}", NULL, -1 },
    { "{\"alg\":\"Ed25519\"}", "\"EdDSA\"", -1 },
    { "{\"alg\":\"EdDSA\"}", "\"Ed25519\"", -1 },
    { "{\"alg\":\"Ed25519\"}", "\"Ed25519\"", -1 },
    { "{\"alg\":\"Ed25519\"}", "\"Ed448\"", OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"Ed25519\"}", "\"ES256\"", OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"Ed448\"}", NULL, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"ed25519\"}", NULL, OIDC_ERROR_SIGNATURE },
  };
  g_autoptr (Key) key = key_new (algorithm_find ("EdDSA"), 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *keys = make_jwk (key, "alg", cases[i].alg);
      g_autofree char *compact = sign (key, cases[i].header, "{}");

      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (verify (compact, keys), ==, cases[i].code);
    }
}

/* RFC 8037 §3.1 with the other curve. */
static void
test_ed448 (void)
{
  static const Algorithm ed448 = { "EdDSA",
                                   GNUTLS_PK_EDDSA_ED448,
                                   GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED448),
                                   GNUTLS_SIGN_EDDSA_ED448,
                                   GNUTLS_DIG_SHA512,
                                   57 };
  g_autoptr (Key) key = key_new (&ed448, 0);
  g_autofree char *eddsa = sign (key, "{\"alg\":\"EdDSA\"}", "{}");
  g_autofree char *named = sign (key, "{\"alg\":\"Ed448\"}", "{}");
  g_autofree char *wrong = sign (key, "{\"alg\":\"Ed25519\"}", "{}");
  g_autofree char *kidless = make_jwk (key, "kid", NULL);
  g_autoptr (JsonNode) node = json_from_string (kidless, NULL);
  JsonObject *jwk = json_node_get_object (node);
  g_autofree char *keys = NULL;

  /* The test provider knows one Edwards curve. */
  json_object_set_string_member (jwk, "kty", "OKP");
  json_object_set_string_member (jwk, "crv", "Ed448");
  json_object_remove_member (jwk, "alg");
  keys = json_to_string (node, FALSE);
  g_assert_cmpint (verify (eddsa, keys), ==, -1);
  g_assert_cmpint (verify (named, keys), ==, -1);
  g_assert_cmpint (verify (wrong, keys), ==, OIDC_ERROR_SIGNATURE);
  eddsa[strlen (eddsa) - 5] = eddsa[strlen (eddsa) - 5] == 'A' ? 'B' : 'A';
  g_assert_cmpint (verify (eddsa, keys), ==, OIDC_ERROR_SIGNATURE);
}

/* Whoever reads of an algorithm that is not accepted reads which. */
static void
test_alg_is_named (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *keys = make_jwk (key, NULL, NULL);
  g_autofree char *compact = sign (key, "{\"alg\":\"ES256K\\u001b\"}", "{}");
  g_autoptr (OidcJwks) jwks = oidc_jwks_parse (keys, strlen (keys), NULL);
  g_autoptr (OidcJws) jws = oidc_jws_parse (compact, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (oidc_jws_verify (jws, jwks, NULL, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE);
  g_assert_nonnull (strstr (error->message, "“ES256K\\x1b”"));
}

/* A key that is a certificate alone spoils nothing beside one that can be used, with the same kid
 * or none. */
static void
test_certificate_beside (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("RS256"), 0);
  g_autofree char *named = sign (key, "{\"alg\":\"RS256\",\"kid\":\"a\"}", "{}");
  g_autofree char *unnamed = sign (key, "{\"alg\":\"RS256\"}", "{}");
  g_autofree char *jwk = make_jwk (key, "kid", "\"a\"");
  g_autofree char *keys
    = g_strdup_printf ("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"x5c\":[\"MIIB\"]},%s,"
                       "{\"kty\":\"RSA\",\"x5c\":[\"MIIB\"]}]}",
                       jwk);

  g_assert_cmpint (verify (named, keys), ==, -1);
  g_assert_cmpint (verify (unnamed, keys), ==, -1);
}

/* A token that names no key is tried with each, and that ends. */
static void
test_many_keys (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autoptr (Key) other = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *jwk = make_jwk (key, "kid", NULL);
  g_autofree char *other_jwk = make_jwk (other, "kid", NULL);
  g_autofree char *compact = sign (key, "{\"alg\":\"ES256\"}", "{}");
  g_autoptr (GString) keys = g_string_new ("{\"keys\":[");

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (keys, "%s,", other_jwk);
  g_string_append_printf (keys, "%s]}", jwk);
  g_assert_cmpint (verify (compact, keys->str), ==, -1);
}

static void
test_kid (void)
{
  g_autoptr (Key) key = key_new (algorithm_find ("ES256"), 0);
  g_autoptr (Key) other = key_new (algorithm_find ("ES256"), 0);
  g_autofree char *jwk_a = make_jwk (key, "kid", "\"a\"");
  g_autofree char *jwk_b = make_jwk (key, "kid", "\"b\"");
  g_autofree char *other_a = make_jwk (other, "kid", "\"a\"");
  g_autofree char *bare = make_jwk (key, "kid", NULL);
  g_autofree char *shared = g_strdup_printf ("{\"keys\":[%s,%s]}", other_a, jwk_a);
  g_autofree char *misnamed = g_strdup_printf ("{\"keys\":[%s,%s]}", other_a, jwk_b);
  g_autofree char *named = sign (key, "{\"alg\":\"ES256\",\"kid\":\"a\"}", "{}");
  g_autofree char *unnamed = sign (key, "{\"alg\":\"ES256\"}", "{}");

  g_assert_cmpint (verify (named, jwk_a), ==, -1);
  g_assert_cmpint (verify (named, shared), ==, -1);
  g_assert_cmpint (verify (named, jwk_b), ==, OIDC_ERROR_UNKNOWN_KEY);
  g_assert_cmpint (verify (named, bare), ==, OIDC_ERROR_UNKNOWN_KEY);
  g_assert_cmpint (verify (named, misnamed), ==, OIDC_ERROR_SIGNATURE);
  g_assert_cmpint (verify (unnamed, misnamed), ==, -1);
  g_assert_cmpint (verify (unnamed, bare), ==, -1);
}

/* @compact's signature with @before zero bytes in front and @after behind, or cut where negative.
 */
static char *
resize_signature (const char *compact, gint before, gint after)
{
  g_autoptr (GBytes) signature = oidc_base64url_decode (strrchr (compact, '.') + 1, -1);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *encoded = NULL;
  static const guint8 zeros[2] = { 0 };

  if (before > 0)
    g_byte_array_append (bytes, zeros, (guint) before);
  g_byte_array_append (bytes, g_bytes_get_data (signature, NULL),
                       (guint) g_bytes_get_size (signature));
  if (before < 0)
    g_byte_array_remove_range (bytes, 0, (guint) -before);
  if (after > 0)
    g_byte_array_append (bytes, zeros, (guint) after);
  else
    g_byte_array_set_size (bytes, bytes->len - (guint) -after);
  encoded = oidc_base64url_encode (bytes->data, bytes->len);
  return replace (compact, NULL, encoded);
}

static void
test_signature_length (gconstpointer data)
{
  const Vector *vector = data;
  static const gint changes[][2] = { { 1, 0 },  { 2, 0 }, { 0, 1 },  { 0, 2 },  { -1, 0 },
                                     { 0, -1 }, { 1, 1 }, { -1, 1 }, { 1, -1 }, { -1, -1 } };
  g_autofree char *none = replace (vector->compact, NULL, "");
  g_autofree char *short_one = replace (vector->compact, NULL, "AA");

  g_assert_cmpint (verify (none, vector->keys), ==, OIDC_ERROR_SIGNATURE);
  g_assert_cmpint (verify (short_one, vector->keys), ==, OIDC_ERROR_SIGNATURE);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *compact = resize_signature (vector->compact, changes[i][0], changes[i][1]);

      g_assert_cmpint (verify (compact, vector->keys), ==, OIDC_ERROR_SIGNATURE);
    }
}

/* r = s = 0 once passed in Java (CVE-2022-21449); and DER is not what JWS has. */
static void
test_ecdsa_edges (void)
{
  g_autofree char *zeros = g_strnfill (86, 'A');
  g_autofree char *zero = replace (RFC7515_A3, NULL, zeros);
  g_autoptr (GBytes) raw = oidc_base64url_decode (strrchr (RFC7515_A3, '.') + 1, -1);
  gnutls_datum_t r = { (guchar *) g_bytes_get_data (raw, NULL), 32 };
  gnutls_datum_t s = { r.data + 32, 32 };
  gnutls_datum_t der = { 0 };
  g_autofree char *encoded = NULL;
  g_autofree char *as_der = NULL;

  g_assert_cmpint (verify (zero, RFC7515_A3_KEY), ==, OIDC_ERROR_SIGNATURE);
  g_assert_cmpint (gnutls_encode_rs_value (&der, &r, &s), ==, GNUTLS_E_SUCCESS);
  encoded = oidc_base64url_encode (der.data, der.size);
  gnutls_free (der.data);
  as_der = replace (RFC7515_A3, NULL, encoded);
  g_assert_cmpint (verify (as_der, RFC7515_A3_KEY), ==, OIDC_ERROR_SIGNATURE);
}

/* A point that is not on the curve, and the point 0,0, are no keys. */
static void
test_invalid_points (void)
{
  static const char *const keys[] = {
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" RFC7515_A3_X "\",\"y\":\"" RFC7515_A3_X "\"}",
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
    "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"__________________________________________8\","
    "\"y\":\"__________________________________________8\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpint (verify (RFC7515_A3, keys[i]), ==, OIDC_ERROR_SIGNATURE);
}

/* The worst that a hostile provider can send is a set full of the largest keys that are allowed,
 * with the largest exponent, and a token without a kid: it ends (the runner's timeout would tell).
 */
static void
test_hostile_keys (void)
{
  g_autoptr (GString) set = g_string_new ("{\"keys\":[");
  g_autofree char *n = g_strnfill (1365, '_');
  g_autofree char *long_signature = g_strnfill (1365, '_');
  g_autofree char *compact = NULL;

  for (guint i = 0; i < 256; i++)
    g_string_append_printf (set, "%s{\"kty\":\"RSA\",\"n\":\"%sw\",\"e\":\"_____w\"}",
                            i > 0 ? "," : "", n);
  g_string_append (set, "]}");
  long_signature[0] = 'A';
  {
    g_autofree char *whole = g_strconcat (long_signature, "w", NULL);

    compact = replace (RFC7515_A2, NULL, whole);
  }
  g_assert_cmpint (verify (compact, set->str), ==, OIDC_ERROR_SIGNATURE);
}

/* The processor time that it takes to find the last key among @n_keys, in seconds. */
static double
measure_search (guint n_keys)
{
  g_autoptr (GString) set = g_string_new ("{\"keys\":[");
  g_autoptr (JsonNode) node = json_from_string (RFC7520_RSA_KEY, NULL);
  JsonObject *key = json_node_get_object (node);
  double begun;

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *kid = g_strdup_printf ("key %u", i);
      g_autofree char *text = NULL;

      if (i < n_keys - 1)
        json_object_set_string_member (key, "kid", kid);
      text = i < n_keys - 1 ? json_to_string (node, FALSE) : g_strdup (RFC7520_RSA_KEY);
      g_string_append_printf (set, "%s%s", i > 0 ? "," : "", text);
    }
  g_string_append (set, "]}");
  begun = (double) clock ();
  g_assert_cmpint (verify (RFC7520_4_1, set->str), ==, -1);
  return ((double) clock () - begun) / CLOCKS_PER_SEC;
}

/* Ten times as many keys take about ten times as long: a hundred times would be the square. */
static void
test_search_time (void)
{
  double few = MIN (measure_search (1000), measure_search (1000));

  g_assert_cmpfloat (measure_search (10000), <, 40 * few);
}

static void
test_parse (void)
{
  g_autoptr (OidcJws) jws = oidc_jws_parse (RFC7520_4_1, NULL);

  g_assert_nonnull (jws);
  g_assert_cmpstr (jws->alg, ==, "RS256");
  g_assert_cmpstr (jws->kid, ==, "bilbo.baggins@hobbiton.example");
  g_assert_true (g_str_has_prefix (g_bytes_get_data (jws->payload, NULL), "It’s a dangerous"));
  g_assert_cmpuint (g_bytes_get_size (jws->signature), ==, 256);
  g_assert_true (g_str_has_suffix (jws->signing_input, RFC7520_PAYLOAD));
}

static void
test_malformed (gconstpointer text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_jws_parse (text, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

static void
test_malformed_header (gconstpointer header)
{
  g_autofree char *compact = replace (RFC7515_A2, header, NULL);

  test_malformed (compact);
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, 'A');
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_jws_parse (text, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

static void
test_mutations (void)
{
  static const char *const originals[] = { RFC7515_A3, RFC8037_A4, RFC7515_A4 };
  static const char *const keys[] = { RFC7515_A3_KEY, RFC8037_KEY, RFC7515_A4_KEY };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7515);

  for (guint i = 0; i < 3000; i++)
    {
      const char *original = originals[i % 3];
      g_autofree char *compact = g_strdup (original);
      gsize length = strlen (original);

      for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        compact[g_rand_int_range (rand, 0, (gint32) length)]
          = (char) g_rand_int_range (rand, 0, 256);
      if (!g_str_equal (compact, original))
        g_assert_cmpint (verify (compact, keys[i % 3]), !=, -1);
    }
}

static void
add_each (const char *group, const char *const *list, GTestDataFunc test)
{
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/jws/%s/%u", group, i);

      g_test_add_data_func (path, list[i], test);
    }
}

static void
add_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/jws/vector/", vectors[i].name, NULL);
      g_autofree char *tampered = g_strconcat ("/jws/tampered/", vectors[i].name, NULL);
      g_autofree char *length = g_strconcat ("/jws/signature-length/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
      if (vectors[i].code != -1)
        continue;
      g_test_add_data_func (tampered, &vectors[i], test_tampered);
      g_test_add_data_func (length, &vectors[i], test_signature_length);
    }
}

int
main (int argc, char **argv)
{
  static const char *const malformed[] = { "",
                                           ".",
                                           "..",
                                           "a.b",
                                           "opaque",
                                           "eyJhbGciOiJSUzI1NiJ9.e30",
                                           "eyJhbGciOiJSUzI1NiJ9.e30.AA.AA",
                                           "eyJhbGciOiJSUzI1NiJ9.e30.A.",
                                           "eyJhbGciOiJSUzI1NiJ9.e30.A",
                                           "eyJhbGciOiJSUzI1NiJ9.e30=.AA",
                                           "eyJhbGciOiJSUzI1NiJ9.e31.AA",
                                           "eyJhbGciOiJSUzI1NiJ9 .e30.AA",
                                           "eyJhbGciOiJSUzI1NiJ9.e30.AA\n",
                                           " eyJhbGciOiJSUzI1NiJ9.e30.AA",
                                           "bm90IEpTT04.e30.AA",
                                           NULL };
  static const char *const headers[] = { "[]",
                                         "\"RS256\"",
                                         "{}",
                                         "{\"alg\":null}",
                                         "{\"alg\":1}",
                                         "{\"alg\":[\"RS256\"]}",
                                         "{\"alg\":\"none\",\"alg\":\"RS256\"}",
                                         "{\"alg\":\"RS256\",\"kid\":1}",
                                         "{\"alg\":\"RS256\\u0000\"}",
                                         "{\"alg\":\"RS256\"}x",
                                         "{\"alg\":\"RS256\"",
                                         NULL };

  g_test_init (&argc, &argv, NULL);
  add_vectors ();
  add_each ("malformed", malformed, test_malformed);
  add_each ("malformed-header", headers, test_malformed_header);
  for (guint i = 0; i < G_N_ELEMENTS (all_algorithms); i++)
    {
      g_autofree char *path = g_strconcat ("/jws/algorithm/", all_algorithms[i], NULL);
      g_autofree char *confusion = g_strconcat ("/jws/confusion/", all_algorithms[i], NULL);

      g_test_add_data_func (path, all_algorithms[i], test_algorithm);
      g_test_add_data_func (confusion, all_algorithms[i], test_confusion);
    }
  g_test_add_func ("/jws/parse", test_parse);
  g_test_add_func ("/jws/too-long", test_too_long);
  g_test_add_func ("/jws/hmac-with-public-key", test_hmac_with_public_key);
  g_test_add_func ("/jws/none", test_none);
  g_test_add_func ("/jws/case-of-alg", test_case_of_alg);
  g_test_add_func ("/jws/curve-of-alg", test_curve_of_alg);
  g_test_add_func ("/jws/crit", test_crit);
  g_test_add_func ("/jws/own-key", test_own_key);
  g_test_add_func ("/jws/attributes", test_attributes);
  g_test_add_func ("/jws/edwards-names", test_edwards_names);
  g_test_add_func ("/jws/ed448", test_ed448);
  g_test_add_func ("/jws/alg-is-named", test_alg_is_named);
  g_test_add_func ("/jws/certificate-beside", test_certificate_beside);
  g_test_add_func ("/jws/many-keys", test_many_keys);
  g_test_add_func ("/jws/kid", test_kid);
  g_test_add_func ("/jws/ecdsa-edges", test_ecdsa_edges);
  g_test_add_func ("/jws/invalid-points", test_invalid_points);
  g_test_add_func ("/jws/hostile-keys", test_hostile_keys);
  g_test_add_func ("/jws/search-time", test_search_time);
  g_test_add_func ("/jws/mutations", test_mutations);
  return g_test_run ();
}
