/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-id-token.h"

#include <string.h>

#include "jws.h"
#include "oidc-error.h"

#define ISSUER    "https://op.example/"
#define CLIENT_ID "tessera-demo"
#define NONCE     "n-0S6_WzA2Mj"
#define NOW       G_GINT64_CONSTANT (1800000000)

/* OpenID Connect Core appendix A.3. */
#define ACCESS_TOKEN "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
#define AT_HASH      "77QmUPtjPfzWtF2AnpK9RQ"

static const OidcIdTokenExpected expected = {
  .issuer = ISSUER,
  .client_id = CLIENT_ID,
  .nonce = NONCE,
  .access_token = ACCESS_TOKEN,
  .now = NOW,
  .max_age = -1,
};

/* One key for all tests: what they are about is the claims. */
static Key *key;
static OidcJwks *jwks;

static OidcJwks *
make_jwks (const Key *public_key)
{
  g_autoptr (JsonObject) jwk = key_to_jwk (public_key);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), jwk);
  g_autofree char *text = json_to_string (node, FALSE);

  return oidc_jwks_parse (text, strlen (text), NULL);
}

/* Claims that are right in every way. */
static JsonObject *
make_claims (void)
{
  JsonObject *claims = json_object_new ();

  json_object_set_string_member (claims, "iss", ISSUER);
  json_object_set_string_member (claims, "sub", "zoe-1");
  json_object_set_string_member (claims, "aud", CLIENT_ID);
  json_object_set_string_member (claims, "nonce", NONCE);
  json_object_set_int_member (claims, "exp", NOW + 600);
  json_object_set_int_member (claims, "iat", NOW);
  return claims;
}

static OidcIdToken *
validate_with (const Key *signer,
               const OidcJwks *keys,
               JsonObject *claims,
               const OidcIdTokenExpected *e,
               GError **error)
{
  g_autoptr (JsonObject) header = jws_header (signer, "JWT");
  g_autofree char *input = jws_signing_input (header, claims);
  g_autofree char *compact = jws_sign (signer, input);

  return oidc_id_token_validate (compact, keys, e, error);
}

typedef struct
{
  const char *name;
  const char *changes; /* JSON object: members to set, null to remove */
  int code;            /* -1: valid */
} Case;

static const Case cases[] = {
  { "right", "{}", -1 },
  { "iss-wrong", "{\"iss\":\"https://evil.example/\"}", OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-no-slash", "{\"iss\":\"https://op.example\"}", OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-case", "{\"iss\":\"https://OP.example/\"}", OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-without-scheme", "{\"iss\":\"op.example/\"}", OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-missing", "{\"iss\":null}", OIDC_ERROR_MALFORMED },
  { "iss-array", "{\"iss\":[\"" ISSUER "\"]}", OIDC_ERROR_MALFORMED },

  { "aud-array", "{\"aud\":[\"" CLIENT_ID "\"]}", -1 },
  { "aud-wrong", "{\"aud\":\"other\"}", OIDC_ERROR_CLAIMS },
  { "aud-prefix", "{\"aud\":\"" CLIENT_ID "2\"}", OIDC_ERROR_CLAIMS },
  { "aud-missing", "{\"aud\":null}", OIDC_ERROR_CLAIMS },
  { "aud-empty-array", "{\"aud\":[]}", OIDC_ERROR_CLAIMS },
  { "aud-others", "{\"aud\":[\"a\",\"b\"],\"azp\":\"" CLIENT_ID "\"}", OIDC_ERROR_CLAIMS },
  { "aud-number", "{\"aud\":1}", OIDC_ERROR_MALFORMED },
  { "aud-mixed", "{\"aud\":[\"" CLIENT_ID "\",1]}", OIDC_ERROR_MALFORMED },
  { "azp-right", "{\"azp\":\"" CLIENT_ID "\"}", -1 },
  { "azp-wrong", "{\"azp\":\"other\"}", OIDC_ERROR_CLAIMS },
  { "azp-number", "{\"azp\":1}", OIDC_ERROR_MALFORMED },
  { "several-aud", "{\"aud\":[\"" CLIENT_ID "\",\"api\"]}", OIDC_ERROR_CLAIMS },
  { "several-aud-azp", "{\"aud\":[\"api\",\"" CLIENT_ID "\"],\"azp\":\"" CLIENT_ID "\"}", -1 },
  { "several-aud-azp-wrong", "{\"aud\":[\"api\",\"" CLIENT_ID "\"],\"azp\":\"api\"}",
    OIDC_ERROR_CLAIMS },

  { "exp-within-skew", "{\"exp\":1799999941}", -1 },
  { "exp-beyond-skew", "{\"exp\":1799999940}", OIDC_ERROR_CLAIMS },
  { "exp-long-ago", "{\"exp\":0}", OIDC_ERROR_CLAIMS },
  { "exp-least", "{\"exp\":-9223372036854775808}", OIDC_ERROR_CLAIMS },
  { "exp-most", "{\"exp\":9223372036854775807}", -1 },
  { "exp-float", "{\"exp\":1800000600.5}", -1 },
  { "exp-missing", "{\"exp\":null}", OIDC_ERROR_CLAIMS },
  { "exp-string", "{\"exp\":\"1800000600\"}", OIDC_ERROR_MALFORMED },
  { "iat-within-skew", "{\"iat\":1800000060}", -1 },
  { "iat-beyond-skew", "{\"iat\":1800000061}", OIDC_ERROR_CLAIMS },
  { "iat-most", "{\"iat\":9223372036854775807}", OIDC_ERROR_CLAIMS },
  { "iat-missing", "{\"iat\":null}", OIDC_ERROR_CLAIMS },
  { "iat-string", "{\"iat\":\"now\"}", OIDC_ERROR_MALFORMED },
  { "nbf-past", "{\"nbf\":1799999000}", -1 },
  { "nbf-within-skew", "{\"nbf\":1800000060}", -1 },
  { "nbf-beyond-skew", "{\"nbf\":1800000061}", OIDC_ERROR_CLAIMS },
  { "nbf-string", "{\"nbf\":\"now\"}", OIDC_ERROR_MALFORMED },

  { "nonce-missing", "{\"nonce\":null}", OIDC_ERROR_CLAIMS },
  { "nonce-empty", "{\"nonce\":\"\"}", OIDC_ERROR_CLAIMS },
  { "nonce-wrong", "{\"nonce\":\"n-0S6_WzA2Mk\"}", OIDC_ERROR_CLAIMS },
  { "nonce-longer", "{\"nonce\":\"" NONCE "x\"}", OIDC_ERROR_CLAIMS },
  { "nonce-number", "{\"nonce\":1}", OIDC_ERROR_MALFORMED },

  { "at-hash-right", "{\"at_hash\":\"" AT_HASH "\"}", -1 },
  { "at-hash-wrong", "{\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RA\"}", OIDC_ERROR_CLAIMS },
  { "at-hash-empty", "{\"at_hash\":\"\"}", OIDC_ERROR_CLAIMS },
  { "at-hash-padded", "{\"at_hash\":\"" AT_HASH "==\"}", OIDC_ERROR_CLAIMS },
  { "at-hash-number", "{\"at_hash\":1}", OIDC_ERROR_MALFORMED },
  { "c-hash", "{\"c_hash\":\"anything\"}", -1 },

  { "sub-missing", "{\"sub\":null}", OIDC_ERROR_MALFORMED },
  { "sub-empty", "{\"sub\":\"\"}", OIDC_ERROR_CLAIMS },
  { "sub-number", "{\"sub\":1}", OIDC_ERROR_MALFORMED },
  { "sub-list", "{\"sub\":[\"zoe-1\"]}", OIDC_ERROR_MALFORMED },
};

static void
change_cb (JsonObject *changes, const char *name, JsonNode *node, gpointer user_data)
{
  if (JSON_NODE_HOLDS_NULL (node))
    json_object_remove_member (user_data, name);
  else
    json_object_set_member (user_data, name, json_node_copy (node));
}

static JsonObject *
make_changed_claims (const char *changes)
{
  g_autoptr (JsonNode) node = json_from_string (changes, NULL);
  JsonObject *claims = make_claims ();

  json_object_foreach_member (json_node_get_object (node), change_cb, claims);
  return claims;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (JsonObject) claims = make_changed_claims (c->changes);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcIdToken) token = validate_with (key, jwks, claims, &expected, &error);

  if (c->code == -1)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (token->subject, ==, "zoe-1");
    }
  else
    {
      g_assert_error (error, OIDC_ERROR, c->code);
      g_assert_null (token);
    }
}

static void
test_subject_length (void)
{
  g_autoptr (JsonObject) claims = make_claims ();
  g_autoptr (GString) subject = g_string_new (NULL);
  g_autoptr (OidcIdToken) longest = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 255; i++)
    g_string_append (subject, "ë");
  json_object_set_string_member (claims, "sub", subject->str);
  longest = validate_with (key, jwks, claims, &expected, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (longest->subject, ==, subject->str);

  g_string_append (subject, "x");
  json_object_set_string_member (claims, "sub", subject->str);
  g_assert_null (validate_with (key, jwks, claims, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_CLAIMS);
}

/* Nothing to compare with: no nonce was sent, no access token came. */
static void
test_nothing_expected (void)
{
  static const OidcIdTokenExpected less = { ISSUER, CLIENT_ID, NULL, NULL, NOW, .max_age = -1 };
  g_autoptr (JsonObject) claims = make_changed_claims ("{\"nonce\":null,\"at_hash\":\"anything\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcIdToken) token = validate_with (key, jwks, claims, &less, &error);

  g_assert_no_error (error);
  g_assert_nonnull (token);
}

typedef struct
{
  const char *changes;
  const char *name;
  const char *email;
} Person;

static void
test_person (void)
{
  static const Person people[] = {
    { "{}", NULL, NULL },
    { "{\"name\":\"Zoë O’Hara\",\"email\":\"zoe@example.org\"}", "Zoë O’Hara", "zoe@example.org" },
    { "{\"name\":\"Zoë\",\"preferred_username\":\"zoe\"}", "Zoë", NULL },
    { "{\"preferred_username\":\"zoe\"}", "zoe", NULL },
    { "{\"preferred_username\":\"zoe\",\"upn\":\"zoe@corp.example\"}", "zoe", NULL },
    { "{\"upn\":\"zoe@corp.example\"}", "zoe@corp.example", NULL },
    { "{\"name\":\"\",\"preferred_username\":\"zoe\",\"email\":\"\"}", "zoe", NULL },
    { "{\"name\":12345,\"email\":[\"a@example.org\",\"b@example.org\"]}", "12345",
      "a@example.org" },
    { "{\"name\":{\"first\":\"Zoë\"},\"preferred_username\":\"zoe\",\"email\":{}}", "zoe", NULL },
    { "{\"name\":true,\"email\":[1,{},\"\",\"z@example.org\"]}", NULL, "z@example.org" },
    { "{\"name\":[],\"preferred_username\":1.5,\"email\":false}", "1.5", NULL },
    { "{\"picture\":{\"a\":[1]},\"email_verified\":\"yes\",\"auth_methods\":7}", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (JsonObject) claims = make_changed_claims (people[i].changes);
      g_autoptr (OidcIdToken) token = validate_with (key, jwks, claims, &expected, NULL);

      g_assert_nonnull (token);
      g_assert_cmpstr (token->name, ==, people[i].name);
      g_assert_cmpstr (token->email, ==, people[i].email);
      g_assert_true (json_object_has_member (token->claims, "sub"));
    }
}

/* The hash goes with the signature's algorithm, SHA-512 with Ed25519 (Core §3.1.3.6). */
static void
test_at_hash_of (gconstpointer name)
{
  const Algorithm *algorithm = algorithm_find (name);
  g_autoptr (Key) own = key_new (algorithm, 0);
  g_autoptr (OidcJwks) own_jwks = make_jwks (own);
  g_autoptr (JsonObject) claims = make_claims ();
  g_autofree char *at_hash = jws_half_hash (algorithm, ACCESS_TOKEN);
  g_autofree char *other = jws_half_hash (algorithm, "another token");
  g_autoptr (OidcIdToken) token = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (claims, "at_hash", at_hash);
  token = validate_with (own, own_jwks, claims, &expected, &error);
  g_assert_no_error (error);
  g_assert_nonnull (token);

  json_object_set_string_member (claims, "at_hash", other);
  g_assert_null (validate_with (own, own_jwks, claims, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_CLAIMS);
}

/* What Python's hashlib makes of 114 bytes of SHAKE256. */
static void
test_ed448_vector (void)
{
  g_autoptr (Key) own = key_new (algorithm_find ("Ed448"), 0);
  g_autoptr (OidcJwks) own_jwks = make_jwks (own);
  g_autoptr (JsonObject) claims
    = make_changed_claims ("{\"at_hash\":\"W6Ie3EoycJT-JESJ2WSAWX7LRP3FuHvmvNycBMeL-"
                           "NngYGhJXChp7YRUBdOXcrKGZD4qnhCAstjO\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcIdToken) token = validate_with (own, own_jwks, claims, &expected, &error);

  g_assert_no_error (error);
  g_assert_nonnull (token);
}

static OidcIdToken *
validate_hs256 (const char *header, const char *signed_with, const char *secret, GError **error)
{
  g_autoptr (JsonObject) claims = make_changed_claims ("{\"at_hash\":\"" AT_HASH "\"}");
  g_autoptr (JsonNode) node = json_from_string (header, NULL);
  g_autofree char *input = jws_signing_input (json_node_get_object (node), claims);
  g_autofree char *compact = jws_sign_hs256 (signed_with, input);
  OidcIdTokenExpected with_secret = expected;

  with_secret.secret = secret;
  return oidc_id_token_validate (compact, secret != NULL ? NULL : jwks, &with_secret, error);
}

/* Core §10.1: only with the client secret, and only where the account says so. */
static void
test_hs256 (void)
{
  static const char secret[] = "a secret of thirty-two characters";
  g_autofree char *pem = key_to_pem (key);
  const struct
  {
    const char *header, *signed_with, *secret;
    int code; /* -1: valid */
  } tokens[] = {
    { "{\"alg\":\"HS256\"}", secret, secret, -1 },
    { "{\"alg\":\"HS256\",\"kid\":\"any\"}", secret, secret, -1 },
    { "{\"alg\":\"HS256\"}", "another secret", secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\"}", pem, secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\",\"crit\":[\"x\"]}", secret, secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS512\"}", secret, secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"none\"}", secret, secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"ES256\"}", secret, secret, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\"}", secret, NULL, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\"}", pem, NULL, OIDC_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\"}", "", NULL, OIDC_ERROR_SIGNATURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcIdToken) token
        = validate_hs256 (tokens[i].header, tokens[i].signed_with, tokens[i].secret, &error);

      g_test_message ("token %zu", i);
      if (tokens[i].code == -1)
        g_assert_no_error (error);
      else
        g_assert_error (error, OIDC_ERROR, tokens[i].code);
    }
}

/* Right claims help nobody without the provider's signature. */
static void
test_signature (void)
{
  g_autoptr (Key) stranger = key_new (algorithm_find ("ES256"), 0);
  g_autoptr (OidcJwks) none = oidc_jwks_parse ("{\"keys\":[]}", 11, NULL);
  g_autoptr (JsonObject) claims = make_claims ();
  g_autoptr (GError) error = NULL;
  g_autofree char *input = NULL;
  g_autofree char *compact = NULL;

  g_assert_null (validate_with (stranger, jwks, claims, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY);
  g_clear_error (&error);
  g_assert_null (validate_with (key, none, claims, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY);
  g_clear_error (&error);

  g_free (stranger->kid);
  stranger->kid = g_strdup (key->kid);
  g_assert_null (validate_with (stranger, jwks, claims, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE);
  g_clear_error (&error);

  {
    g_autoptr (JsonObject) header = json_object_new ();

    json_object_set_string_member (header, "alg", "none");
    input = jws_signing_input (header, claims);
    compact = g_strconcat (input, ".", NULL);
  }
  g_assert_null (oidc_id_token_validate (compact, jwks, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE);
}

/* §3.1.2.1, §3.1.3.7: whoever asks for a max_age checks it. */
static void
test_max_age (void)
{
  static const struct
  {
    gint64 max_age;
    const char *changes;
    int code; /* -1: valid */
  } ages[] = {
    { -1, "{}", -1 },
    { -1, "{\"auth_time\":0}", -1 },
    { 300, "{\"auth_time\":1800000000}", -1 },
    { 300, "{\"auth_time\":1799999640}", -1 },
    { 300, "{\"auth_time\":1799999639}", OIDC_ERROR_CLAIMS },
    { 0, "{\"auth_time\":1799999940}", -1 },
    { 0, "{\"auth_time\":1799999939}", OIDC_ERROR_CLAIMS },
    { G_MAXINT32, "{\"auth_time\":0}", -1 },
    { G_MAXINT32, "{\"auth_time\":-9223372036854775808}", OIDC_ERROR_CLAIMS },
    { 300, "{}", OIDC_ERROR_CLAIMS },
    { 300, "{\"auth_time\":null}", OIDC_ERROR_CLAIMS },
    { 300, "{\"auth_time\":\"1800000000\"}", OIDC_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      const OidcIdTokenExpected aged
        = { ISSUER, CLIENT_ID, NONCE, ACCESS_TOKEN, NOW, .max_age = ages[i].max_age };
      g_autoptr (JsonObject) claims = make_changed_claims (ages[i].changes);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcIdToken) token = validate_with (key, jwks, claims, &aged, &error);

      g_test_message ("%u", i);
      if (ages[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, OIDC_ERROR, ages[i].code);
    }
}

static char *
sign_payload (const char *payload)
{
  g_autofree char *encoded = jws_base64url (payload, strlen (payload));
  g_autofree char *input = g_strconcat ("eyJhbGciOiJFUzI1NiJ9.", encoded, NULL);

  return jws_sign (key, input);
}

static void
test_payload (void)
{
  static const char *const payloads[] = { "[]", "\"text\"", "", "{\"iss\":1,\"iss\":2}", "{" };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *compact = sign_payload (payloads[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_id_token_validate (compact, jwks, &expected, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

/* Numbers that no gint64 and no double holds: one that decides is refused, any other is shown as it
 * was written. */
static void
test_numbers (void)
{
#define CLAIMS                                                                                     \
  "\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT_ID "\",\"nonce\":\"" NONCE "\",\"iat\":1800000000"
  g_autofree char *good
    = sign_payload ("{" CLAIMS ",\"sub\":\"zoe-1\",\"exp\":1800000600,\"x\":-1e999,"
                    "\"preferred_username\":18446744073709551615,\"email\":1.10}");
  g_autofree char *exp
    = sign_payload ("{" CLAIMS ",\"sub\":\"zoe-1\",\"exp\":18446744073709551615}");
  g_autofree char *sub
    = sign_payload ("{" CLAIMS ",\"sub\":18446744073709551615,\"exp\":1800000600}");
#undef CLAIMS
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcIdToken) token = oidc_id_token_validate (good, jwks, &expected, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token->name, ==, "18446744073709551615");
  g_assert_cmpstr (token->email, ==, "1.10");
  g_assert_null (oidc_id_token_validate (exp, jwks, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (oidc_id_token_validate (sub, jwks, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

/* What a person is told never holds what the token held. */
static void
test_messages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) claims = make_changed_claims (cases[i].changes);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcIdToken) token = validate_with (key, jwks, claims, &expected, &error);

      if (error == NULL)
        continue;
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_null (strstr (error->message, "evil"));
      g_assert_null (strstr (error->message, NONCE));
      g_assert_null (strstr (error->message, AT_HASH));
    }
}

/* It is for this client, but no key of ours can read it. */
static void
test_encrypted (void)
{
  static const char encrypted[] = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.a.b.c.d";
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_id_token_validate (encrypted, jwks, &expected, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_ENCRYPTED);
}

int
main (int argc, char **argv)
{
  static const char *const algorithms[]
    = { "RS256", "RS384", "RS512", "PS256", "PS384",   "PS512",
        "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "Ed448" };
  int result;

  g_test_init (&argc, &argv, NULL);
  key = key_new (algorithm_find ("ES256"), 0);
  jwks = make_jwks (key);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/id-token/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *path = g_strconcat ("/id-token/at-hash/", algorithms[i], NULL);

      g_test_add_data_func (path, algorithms[i], test_at_hash_of);
    }
  g_test_add_func ("/id-token/ed448-vector", test_ed448_vector);
  g_test_add_func ("/id-token/hs256", test_hs256);
  g_test_add_func ("/id-token/subject-length", test_subject_length);
  g_test_add_func ("/id-token/nothing-expected", test_nothing_expected);
  g_test_add_func ("/id-token/person", test_person);
  g_test_add_func ("/id-token/signature", test_signature);
  g_test_add_func ("/id-token/payload", test_payload);
  g_test_add_func ("/id-token/max-age", test_max_age);
  g_test_add_func ("/id-token/numbers", test_numbers);
  g_test_add_func ("/id-token/messages", test_messages);
  g_test_add_func ("/id-token/encrypted", test_encrypted);
  result = g_test_run ();
  oidc_jwks_unref (jwks);
  key_free (key);
  return result;
}
