/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jws.h"
#include "jwt-check.h"
#include "provider-flow.h"

#define ARGS(...)                                                                                  \
  (const char *const[]) { __VA_ARGS__, NULL }

static JsonObject *
fetch_jwks (ProviderProcess *provider)
{
  g_autoptr (Fetched) answer = flow_fetch (provider, "/jwks", NULL, NULL);
  JsonObject *jwks = fetched_read_json (answer);
  g_assert_nonnull (jwks);
  return jwks;
}

static void
test_algorithm (gconstpointer name)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--alg", name));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, "openid");
  g_autoptr (JsonObject) jwks = fetch_jwks (provider);
  g_autoptr (JsonObject) header
    = jws_read_part (json_object_get_string_member (tokens, "id_token"), 0);

  g_assert_cmpstr (json_object_get_string_member (header, "alg"), ==, name);
  g_assert_true (
    jwt_check_signature (json_object_get_string_member (tokens, "access_token"), jwks));
  g_assert_cmpstr (jwt_check_id_token (json_object_get_string_member (tokens, "id_token"), jwks,
                                       provider_process_get_issuer (provider), FLOW_NONCE,
                                       json_object_get_string_member (tokens, "access_token")),
                   ==, NULL);
}

static void
test_rotation_of_keys (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--alg", "ES256"));
  g_autoptr (JsonObject) old_tokens = flow_sign_in (provider, "openid");
  g_autoptr (JsonObject) old_jwks = fetch_jwks (provider);
  g_autoptr (JsonObject) new_tokens = NULL;
  g_autoptr (JsonObject) new_jwks = NULL;

  provider_process_rotate (provider);
  new_tokens = flow_sign_in (provider, "openid");
  new_jwks = fetch_jwks (provider);
  g_assert_false (
    jwt_check_signature (json_object_get_string_member (new_tokens, "id_token"), old_jwks));
  g_assert_true (
    jwt_check_signature (json_object_get_string_member (new_tokens, "id_token"), new_jwks));
  g_assert_true (
    jwt_check_signature (json_object_get_string_member (old_tokens, "id_token"), new_jwks));
}

int
main (int argc, char **argv)
{
  static const char *const algorithms[]
    = { "RS256", "RS384", "RS512", "PS256", "PS384",   "PS512",
        "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "Ed448" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/rotation", test_rotation_of_keys);
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *path = g_strconcat ("/keys/algorithm/", algorithms[i], NULL);
      g_test_add_data_func (path, algorithms[i], test_algorithm);
    }
  return g_test_run ();
}
