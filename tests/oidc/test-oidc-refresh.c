/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refresh.h"

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

static Key *key;
static OidcJwks *jwks;

static void
change_cb (JsonObject *changes, const char *name, JsonNode *node, gpointer user_data)
{
  if (JSON_NODE_HOLDS_NULL (node))
    json_object_remove_member (user_data, name);
  else
    json_object_set_member (user_data, name, json_node_copy (node));
}

/* An ID token of zoe's sign-in, issued at @iat, with the members of @changes (JSON) set, or, where
 * null, removed. */
static char *
make_id_token (gint64 iat, const char *changes)
{
  g_autoptr (JsonObject) header = jws_header (key, "JWT");
  g_autoptr (JsonObject) claims = json_object_new ();
  g_autoptr (JsonNode) node = json_from_string (changes, NULL);
  g_autofree char *input = NULL;

  json_object_set_string_member (claims, "iss", ISSUER);
  json_object_set_string_member (claims, "sub", "zoe-1");
  json_object_set_string_member (claims, "aud", CLIENT_ID);
  json_object_set_string_member (claims, "nonce", NONCE);
  json_object_set_int_member (claims, "exp", iat + 600);
  json_object_set_int_member (claims, "iat", iat);
  json_object_foreach_member (json_node_get_object (node), change_cb, claims);
  input = jws_signing_input (header, claims);
  return jws_sign (key, input);
}

static OidcTokens *
make_before (const char *changes)
{
  OidcTokens *before = oidc_tokens_new ();

  before->access_token = g_strdup ("at-0");
  before->refresh_token = g_strdup ("rt-0");
  before->issuer = g_strdup (ISSUER);
  before->client_id = g_strdup (CLIENT_ID);
  before->id_token = make_id_token (NOW - 3600, changes);
  return before;
}

static OidcTokens *
make_answer (const char *changes)
{
  OidcTokens *answer = oidc_tokens_new ();

  answer->access_token = g_strdup (ACCESS_TOKEN);
  answer->id_token = make_id_token (NOW, changes);
  return answer;
}

typedef struct
{
  const char *name;
  const char *first;   /* of the sign-in's ID token */
  const char *renewed; /* of the renewal's */
  int code;            /* -1: right */
  gboolean untimely;   /* right, but not to be taken over */
} Case;

#define TWO      "\"aud\":[\"" CLIENT_ID "\",\"api\"],\"azp\":\"" CLIENT_ID "\""
#define TWO_BACK "\"aud\":[\"api\",\"" CLIENT_ID "\"],\"azp\":\"" CLIENT_ID "\""

static const Case cases[] = {
  { "same", "{}", "{}", -1, FALSE },
  { "no-nonce", "{}", "{\"nonce\":null}", -1, FALSE },
  { "other-name", "{}", "{\"name\":\"Another\"}", -1, FALSE },
  { "at-hash", "{}", "{\"at_hash\":\"" AT_HASH "\"}", -1, FALSE },
  { "auds", "{" TWO "}", "{" TWO_BACK "}", -1, FALSE },
  { "aud-as-array", "{}", "{\"aud\":[\"" CLIENT_ID "\"]}", -1, FALSE },

  { "other-iss", "{}", "{\"iss\":\"https://evil.example/\"}", OIDC_ERROR_ISSUER_MISMATCH, FALSE },
  { "no-iss", "{}", "{\"iss\":null}", OIDC_ERROR_MALFORMED, FALSE },
  { "other-sub", "{}", "{\"sub\":\"zoe-2\"}", OIDC_ERROR_CLAIMS, FALSE },
  { "sub-in-other-case", "{}", "{\"sub\":\"Zoe-1\"}", OIDC_ERROR_CLAIMS, FALSE },
  { "no-sub", "{}", "{\"sub\":null}", OIDC_ERROR_MALFORMED, FALSE },
  { "other-aud", "{}", "{\"aud\":\"other\"}", OIDC_ERROR_CLAIMS, FALSE },
  { "more-aud", "{}", "{" TWO "}", OIDC_ERROR_CLAIMS, FALSE },
  { "less-aud", "{" TWO "}", "{}", OIDC_ERROR_CLAIMS, FALSE },
  { "other-azp", "{}", "{\"azp\":\"other\"}", OIDC_ERROR_CLAIMS, FALSE },
  { "other-nonce", "{}", "{\"nonce\":\"n-0S6_WzA2Mk\"}", OIDC_ERROR_CLAIMS, FALSE },
  { "nonce-from-nowhere", "{\"nonce\":null}", "{}", OIDC_ERROR_CLAIMS, FALSE },
  { "other-at-hash", "{}", "{\"at_hash\":\"AAAAAAAAAAAAAAAAAAAAAA\"}", OIDC_ERROR_CLAIMS, FALSE },

  { "expired", "{}", "{\"exp\":1799999000}", -1, TRUE },
  { "from-the-future", "{}", "{\"iat\":1800003600,\"exp\":1800007200}", -1, TRUE },
  { "not-yet", "{}", "{\"nbf\":1800003600}", -1, TRUE },
  { "no-exp", "{}", "{\"exp\":null}", -1, TRUE },
  { "expired-of-another", "{}", "{\"exp\":1799999000,\"sub\":\"zoe-2\"}", OIDC_ERROR_CLAIMS,
    FALSE },
};

/* OpenID Connect Core §12.2. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (OidcTokens) before = make_before (c->first);
  g_autoptr (OidcTokens) answer = make_answer (c->renewed);
  g_autoptr (GError) error = NULL;
  gboolean ok = oidc_refresh_check_id_token (answer, before, jwks, NOW, &error);

  g_assert_cmpint (ok, ==, c->code < 0);
  if (!ok)
    g_assert_error (error, OIDC_ERROR, c->code);
  else
    g_assert_cmpint (answer->id_token == NULL, ==, c->untimely);
}

/* It is the sign-in's that each later one is compared with, and not the one before. */
static void
test_first (void)
{
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{\"nonce\":\"another\"}");
  g_autoptr (GError) error = NULL;

  before->first_id_token = g_steal_pointer (&before->id_token);
  before->id_token = make_id_token (NOW - 1800, "{\"nonce\":\"another\"}");
  g_assert_false (oidc_refresh_check_id_token (answer, before, jwks, NOW, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_CLAIMS);
}

static void
test_signature (void)
{
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{}");
  g_autoptr (GError) error = NULL;
  char *signature = strrchr (answer->id_token, '.') + 1;

  *signature = *signature == 'A' ? 'B' : 'A';
  g_assert_false (oidc_refresh_check_id_token (answer, before, jwks, NOW, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE);
}

static OidcTokens *
make_whole_before (void)
{
  OidcTokens *before = make_before ("{}");

  before->scope = g_strdup ("openid offline_access");
  before->token_endpoint = g_strdup ("https://op.example/token");
  before->subject = g_strdup ("zoe-1");
  before->name = g_strdup ("Zoë");
  before->email = g_strdup ("zoe@example.org");
  before->unknown = json_object_new ();
  json_object_set_int_member (before->unknown, "later", 1);
  return before;
}

/* RFC 6749 §6: an answer may be as short as this. */
static void
test_inherit (void)
{
  g_autoptr (OidcTokens) before = make_whole_before ();
  g_autoptr (OidcTokens) answer = oidc_tokens_new ();

  answer->access_token = g_strdup ("at-1");
  oidc_refresh_inherit (answer, before);
  g_assert_cmpstr (answer->access_token, ==, "at-1");
  g_assert_cmpstr (answer->refresh_token, ==, "rt-0");
  g_assert_cmpstr (answer->id_token, ==, before->id_token);
  g_assert_null (answer->first_id_token);
  g_assert_cmpstr (answer->scope, ==, "openid offline_access");
  g_assert_cmpstr (answer->issuer, ==, ISSUER);
  g_assert_cmpstr (answer->client_id, ==, CLIENT_ID);
  g_assert_cmpstr (answer->token_endpoint, ==, "https://op.example/token");
  g_assert_cmpstr (answer->subject, ==, "zoe-1");
  g_assert_cmpstr (answer->name, ==, "Zoë");
  g_assert_cmpstr (answer->email, ==, "zoe@example.org");
  g_assert_true (json_object_has_member (answer->unknown, "later"));
  g_assert_cmpint (answer->renewals, ==, 1);
}

static void
test_replace (void)
{
  g_autoptr (OidcTokens) before = make_whole_before ();
  g_autoptr (OidcTokens) answer = make_answer ("{}");
  g_autoptr (OidcTokens) next = make_answer ("{\"name\":\"Z\"}");
  g_autoptr (OidcTokens) last = oidc_tokens_new ();

  answer->refresh_token = g_strdup ("rt-1");
  answer->scope = g_strdup ("openid");
  oidc_refresh_inherit (answer, before);
  g_assert_cmpstr (answer->refresh_token, ==, "rt-1");
  g_assert_cmpstr (answer->scope, ==, "openid");
  g_assert_cmpstr (answer->id_token, !=, before->id_token);
  g_assert_cmpstr (answer->first_id_token, ==, before->id_token);

  /* The sign-in's stays the first. */
  oidc_refresh_inherit (next, answer);
  g_assert_cmpstr (next->first_id_token, ==, before->id_token);
  g_assert_cmpstr (next->id_token, !=, answer->id_token);
  oidc_refresh_inherit (last, next);
  g_assert_cmpstr (last->first_id_token, ==, before->id_token);
  g_assert_cmpstr (last->id_token, ==, next->id_token);
  g_assert_cmpint (last->renewals, ==, 3);
}

/* Nobody asked for it, and nothing could be compared with it. */
static void
test_unasked_id_token (void)
{
  g_autoptr (OidcTokens) before = make_whole_before ();
  g_autoptr (OidcTokens) answer = make_answer ("{}");

  g_clear_pointer (&before->id_token, g_free);
  oidc_refresh_inherit (answer, before);
  g_assert_null (answer->id_token);
  g_assert_null (answer->first_id_token);
}

static OidcJwks *
make_jwks (void)
{
  g_autoptr (JsonObject) jwk = key_to_jwk (key);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), jwk);
  g_autofree char *text = json_to_string (node, FALSE);

  return oidc_jwks_parse (text, strlen (text), NULL);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  key = key_new (algorithm_find ("ES256"), 0);
  jwks = make_jwks ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oidc/refresh/id-token/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/oidc/refresh/id-token-first", test_first);
  g_test_add_func ("/oidc/refresh/id-token-signature", test_signature);
  g_test_add_func ("/oidc/refresh/inherit", test_inherit);
  g_test_add_func ("/oidc/refresh/replace", test_replace);
  g_test_add_func ("/oidc/refresh/unasked-id-token", test_unasked_id_token);
  status = g_test_run ();
  oidc_jwks_unref (jwks);
  key_free (key);
  return status;
}
