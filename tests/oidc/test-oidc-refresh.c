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
  OidcRefreshVerdict verdict;
} Case;

#define TWO      "\"aud\":[\"" CLIENT_ID "\",\"api\"],\"azp\":\"" CLIENT_ID "\""
#define TWO_BACK "\"aud\":[\"api\",\"" CLIENT_ID "\"],\"azp\":\"" CLIENT_ID "\""
#define NO_AZP   "\"aud\":[\"api\",\"" CLIENT_ID "\"]"
#define FINE     OIDC_REFRESH_FINE
#define DROP     OIDC_REFRESH_DROP
#define REFUSE   OIDC_REFRESH_REFUSE
#define OTHER    OIDC_REFRESH_OTHER_PERSON

static const Case cases[] = {
  { "same", "{}", "{}", FINE },
  { "no-nonce", "{}", "{\"nonce\":null}", FINE },
  { "other-name", "{}", "{\"name\":\"Another\"}", FINE },
  { "odd-name", "{}", "{\"email\":[\"a@b.c\"],\"preferred_username\":7}", FINE },
  { "at-hash", "{}", "{\"at_hash\":\"" AT_HASH "\"}", FINE },
  { "auds", "{" TWO "}", "{" TWO_BACK "}", FINE },
  { "aud-as-array", "{}", "{\"aud\":[\"" CLIENT_ID "\"]}", FINE },

  { "more-aud", "{}", "{" TWO "}", DROP },
  { "less-aud", "{" TWO "}", "{}", DROP },
  { "several-aud-without-azp", "{" TWO "}", "{" NO_AZP "}", DROP },
  { "more-aud-without-azp", "{}", "{" NO_AZP "}", DROP },
  { "no-sub", "{}", "{\"sub\":null}", DROP },
  { "sub-number", "{}", "{\"sub\":1}", DROP },
  { "expired", "{}", "{\"exp\":1799999000}", DROP },
  { "from-the-future", "{}", "{\"iat\":1800003600,\"exp\":1800007200}", DROP },
  { "not-yet", "{}", "{\"nbf\":1800003600}", DROP },
  { "no-exp", "{}", "{\"exp\":null}", DROP },
  { "exp-string", "{}", "{\"exp\":\"tomorrow\"}", DROP },

  { "other-iss", "{}", "{\"iss\":\"https://evil.example/\"}", REFUSE },
  { "no-iss", "{}", "{\"iss\":null}", REFUSE },
  { "other-aud", "{}", "{\"aud\":\"other\"}", REFUSE },
  { "no-aud", "{}", "{\"aud\":null}", REFUSE },
  { "aud-number", "{}", "{\"aud\":[\"" CLIENT_ID "\",1]}", REFUSE },
  { "other-azp", "{}", "{\"azp\":\"other\"}", REFUSE },
  { "azp-number", "{}", "{\"azp\":1}", REFUSE },
  { "other-nonce", "{}", "{\"nonce\":\"n-0S6_WzA2Mk\"}", REFUSE },
  { "nonce-number", "{}", "{\"nonce\":1}", REFUSE },
  { "nonce-from-nowhere", "{\"nonce\":null}", "{}", REFUSE },
  { "nonce-number-from-nowhere", "{\"nonce\":null}", "{\"nonce\":1}", REFUSE },
  { "other-at-hash", "{}", "{\"at_hash\":\"AAAAAAAAAAAAAAAAAAAAAA\"}", REFUSE },
  { "at-hash-number", "{}", "{\"at_hash\":1}", REFUSE },
  { "expired-of-another-sign-in", "{}", "{\"exp\":1799999000,\"nonce\":\"x\"}", REFUSE },
  /* A subject may be another one for each client (pairwise), so this tells nothing of the person.
   */
  { "other-sub-and-aud", "{}", "{\"sub\":\"zoe-2\",\"aud\":\"other\"}", REFUSE },
  { "other-sub-and-iss", "{}", "{\"sub\":\"zoe-2\",\"iss\":\"https://evil.example/\"}", REFUSE },

  { "other-sub", "{}", "{\"sub\":\"zoe-2\"}", OTHER },
  { "sub-in-other-case", "{}", "{\"sub\":\"Zoe-1\"}", OTHER },
  { "expired-of-another", "{}", "{\"exp\":1799999000,\"sub\":\"zoe-2\"}", OTHER },
  { "other-sub-and-nonce", "{}", "{\"sub\":\"zoe-2\",\"nonce\":\"x\"}", OTHER },
};

static void
assert_verdict (const OidcTokens *answer,
                const OidcTokens *before,
                OidcRefreshVerdict verdict,
                int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (oidc_refresh_check_id_token (answer, before, jwks, NULL, NOW, &error), ==,
                   verdict);
  g_assert_cmpint (oidc_refresh_check_id_token (answer, before, jwks, NULL, NOW, NULL), ==,
                   verdict);
  if (verdict == FINE)
    g_assert_no_error (error);
  else
    g_assert_error (error, OIDC_ERROR, code);
  /* The judge drops nothing itself. */
  g_assert_nonnull (answer->id_token);
}

/* OpenID Connect Core §12.2. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (OidcTokens) before = make_before (c->first);
  g_autoptr (OidcTokens) answer = make_answer (c->renewed);
  gboolean of_issuer = strstr (c->renewed, "\"iss\"") != NULL;

  assert_verdict (answer, before, c->verdict,
                  of_issuer ? OIDC_ERROR_ISSUER_MISMATCH : OIDC_ERROR_CLAIMS);
}

/* It is the sign-in's that each later one is compared with, and not the one before. */
static void
test_first (void)
{
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{\"nonce\":\"another\"}");

  before->first_id_token = g_steal_pointer (&before->id_token);
  before->id_token = make_id_token (NOW - 1800, "{\"nonce\":\"another\"}");
  assert_verdict (answer, before, REFUSE, OIDC_ERROR_CLAIMS);
}

/* Nobody is told to be another person by a token that is not the provider's. */
static void
test_signature (void)
{
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{\"sub\":\"zoe-2\"}");
  char *signature = strrchr (answer->id_token, '.') + 1;

  *signature = *signature == 'A' ? 'B' : 'A';
  assert_verdict (answer, before, REFUSE, OIDC_ERROR_SIGNATURE);
}

/* With a key that is not known (yet) it proves nothing, neither that it is another person's. */
static void
test_unknown_key (void)
{
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{\"sub\":\"zoe-2\"}");
  g_autoptr (OidcJwks) none = oidc_jwks_parse ("{\"keys\":[]}", 11, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (oidc_refresh_check_id_token (answer, before, none, NULL, NOW, &error), ==, DROP);
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY);
}

static void
test_unreadable (void)
{
  static const char *const texts[] = { "", "opaque", "a.b.c", "a.b.c.d.e" };
  g_autoptr (OidcTokens) before = make_before ("{}");
  g_autoptr (OidcTokens) answer = make_answer ("{}");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_free (answer->id_token);
      answer->id_token = g_strdup (texts[i]);
      assert_verdict (answer, before, DROP, OIDC_ERROR_MALFORMED);
    }
  g_free (answer->id_token);
  answer->id_token = make_id_token (NOW, "{}");
  g_free (before->id_token);
  before->id_token = g_strdup ("a.b.c");
  assert_verdict (answer, before, DROP, OIDC_ERROR_MALFORMED);
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
  before->response_issuer = g_strdup ("https://op.example/");
  oidc_refresh_inherit (answer, before);
  g_assert_cmpstr (answer->response_issuer, ==, "https://op.example/");
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
  g_test_add_func ("/oidc/refresh/id-token-unknown-key", test_unknown_key);
  g_test_add_func ("/oidc/refresh/id-token-unreadable", test_unreadable);
  g_test_add_func ("/oidc/refresh/inherit", test_inherit);
  g_test_add_func ("/oidc/refresh/replace", test_replace);
  g_test_add_func ("/oidc/refresh/unasked-id-token", test_unasked_id_token);
  status = g_test_run ();
  oidc_jwks_unref (jwks);
  key_free (key);
  return status;
}
