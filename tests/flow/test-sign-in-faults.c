/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "flow.h"

/* Every fault that the test provider can commit, and the exit code of the command line's contract
 * that a sign-in ends with. 0: the provider may do that. */
#define NEVER_ENDS (-1) /* test-sign-in-stops.c */

static const struct
{
  const char *fault;
  int exit_code;
} faults[] = {
  { "metadata-404-oauth", 0 },
  { "metadata-deep-nesting", 6 },
  { "metadata-duplicate-issuer", 6 },
  { "metadata-endpoint-http", 6 },
  { "metadata-error-500", 7 },
  { "metadata-hang", NEVER_ENDS },
  { "metadata-huge", 6 },
  { "metadata-implicit-only", 6 },
  { "metadata-iss-unadvertised", 0 },
  { "metadata-issuer-trailing-slash", 6 },
  { "metadata-minimal", 0 },
  { "metadata-missing", 6 },
  { "metadata-no-end-session", 0 },
  { "metadata-no-revocation", 0 },
  { "metadata-no-token-endpoint", 6 },
  { "metadata-not-json", 0 }, /* RFC 8414's document is still there */
  { "metadata-plain-only", 6 },
  { "metadata-redirect", 0 },
  { "metadata-redirect-insecure", 6 },
  { "metadata-redirect-loop", 6 },
  { "metadata-redirect-scheme", 6 },
  { "metadata-wrong-issuer", 6 },
  { "metadata-wrong-type", 6 },
  { "authorize-denied", 5 },
  { "authorize-error", 5 },
  { "authorize-error-repeated", 6 },
  { "authorize-error-wrong-iss", 6 },
  { "authorize-error-wrong-state", NEVER_ENDS },
  { "authorize-hang", NEVER_ENDS },
  { "authorize-error-latin-1", 5 },
  { "authorize-missing-code", 6 },
  { "authorize-missing-iss", 6 },
  { "authorize-missing-state", NEVER_ENDS },
  { "authorize-offline-access-refused", 0 }, /* test-sign-in-again.c */
  { "authorize-repeated-code", 6 },
  { "authorize-repeated-iss", 6 },
  { "authorize-repeated-state", NEVER_ENDS },
  { "authorize-scope-denied", 5 },
  { "authorize-scope-named", 5 },
  { "authorize-wrong-iss", 6 },
  { "authorize-wrong-state", NEVER_ENDS },
  { "token-access-token-bad-characters", 6 },
  { "token-access-token-missing", 6 },
  { "token-drip", NEVER_ENDS },
  { "token-duplicate-member", 6 },
  { "token-error-500", 7 },
  { "token-error-expired-token", 5 },
  { "token-error-expired-token-401", 5 },
  { "token-error-invalid-client", 5 },
  { "token-error-empty", 0 },
  { "token-error-invalid-grant", 5 },
  { "token-error-invalid-token", 5 },
  { "token-error-invalid-token-401", 5 },
  { "token-error-latin-1", 5 },
  { "token-error-no-json", 6 },
  { "token-error-problem-json", 6 },
  { "token-error-rate-limit", 7 },
  { "token-error-status-200", 5 },
  { "token-expires-in-decimal", 0 },
  { "token-expires-in-huge", 0 },
  { "token-expires-in-missing", 0 },
  { "token-expires-in-negative", 0 },
  { "token-expires-in-string", 0 },
  { "token-expires-in-zero", 0 },
  { "token-form-encoded", 0 },
  { "token-held", NEVER_ENDS },
  { "token-hang", NEVER_ENDS },
  { "token-huge", 6 },
  { "token-id-token-missing", 6 },
  { "token-long", 0 },
  { "token-not-json", 6 },
  { "token-offline-access-refused", 0 },
  { "token-redirect", 6 },
  { "token-reset", 7 },
  { "token-type-lower-case", 0 },
  { "token-type-mac", 6 },
  { "token-type-missing", 0 },
  { "id-token-alg-hs256", 6 },
  { "id-token-alg-hs256-secret", 6 },
  { "id-token-alg-none", 6 },
  { "id-token-aud-missing", 6 },
  { "id-token-auth-time-missing", 0 }, /* with max_age: test-sign-in.c */
  { "id-token-auth-time-old", 0 },
  { "id-token-bad-at-hash", 6 },
  { "id-token-bad-signature", 6 },
  { "id-token-crit", 6 },
  { "id-token-email-list", 0 },
  { "id-token-empty-sub", 6 },
  { "id-token-exp-missing", 6 },
  { "id-token-exp-string", 6 },
  { "id-token-expired", 6 },
  { "id-token-future-iat", 6 },
  { "id-token-future-nbf", 6 },
  { "id-token-jwk-in-header", 6 },
  { "id-token-long-sub", 6 },
  { "id-token-missing-iat", 6 },
  { "id-token-missing-nonce", 6 },
  { "id-token-missing-sub", 6 },
  { "id-token-no-kid", 0 },
  { "id-token-not-a-jwt", 6 },
  { "id-token-number-huge", 0 },
  { "id-token-several-aud", 6 },
  { "id-token-several-aud-azp", 0 },
  { "id-token-unknown-kid", 6 },
  { "id-token-username-number", 0 },
  { "id-token-wrong-aud", 6 },
  { "id-token-wrong-azp", 6 },
  { "id-token-wrong-iss", 6 },
  { "id-token-wrong-nonce", 6 },
  { "jwks-empty", 6 },
  { "jwks-encryption-key", 6 },
  { "jwks-error-500", 7 },
  { "jwks-hang", NEVER_ENDS },
  { "jwks-huge", 6 },
  { "jwks-not-json", 6 },
  { "jwks-once", 0 },
  { "jwks-other-alg", 6 },
  { "jwks-rotate-late", 0 },
  { "jwks-unusable-keys", 0 },
  { "jwks-weak-key", 6 },
  { "refresh-answer-lost", 0 }, /* these five: test-renewal.c */
  { "refresh-no-id-token", 0 },
  { "refresh-no-rotation", 0 },
  { "refresh-no-scope", 0 },
  { "refresh-wrong-sub", 0 },
  { "userinfo-error-500", 0 },
  { "userinfo-hang", NEVER_ENDS },
  { "userinfo-jwt", 0 },
  { "userinfo-jwt-bad-signature", 0 },
  { "userinfo-jwt-bare", 0 },
  { "userinfo-jwt-wrong-aud", 0 },
  { "userinfo-jwt-wrong-iss", 0 },
  { "userinfo-jwt-wrong-sub", 6 },
  { "userinfo-missing-sub", 0 },
  { "userinfo-not-json", 0 },
  { "userinfo-redirect", 0 },
  { "userinfo-wrong-sub", 6 },
  { "revoke-error-500", 0 }, /* test-sign-out-network.c */
  { "revoke-hang", 0 },
  { "revoke-refused", 0 },
  { "revoke-access-token-refused", 0 },
  { "revoke-reset", 0 },
  { "end-session-no-state", 0 }, /* test-sign-out-network.c */
  { "end-session-other-state", 0 },
  { "end-session-own-page", 0 },
  { "profile-in-userinfo", 0 },
  { "profile-hostile-text", 0 },
  { "profile-long-text", 0 },
};

static ProviderProcess *provider;

static void
test_fault (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, NULL);
  provider_process_set_fault (provider, faults[i].fault);
  /* UserInfo is asked only where the ID token does not tell. */
  if (g_str_has_prefix (faults[i].fault, "userinfo-"))
    provider_process_set_fault (provider, "profile-in-userinfo");
  provider_process_reset (provider);
  flow_run (flow, &error);
  /* Neither a code nor a token is taken to where a provider sends it on to (RFC 9700 §4.12). */
  g_assert_cmpuint (provider_process_count (provider, "/elsewhere"), ==, 0);
  if (faults[i].exit_code == 0)
    {
      flow_assert_signed_in (flow, error);
      /* What UserInfo says counts only where it is whole, and about this person. */
      if (g_str_has_prefix (faults[i].fault, "userinfo-"))
        g_assert_cmpint (tessera_account_get_person_name (flow->account) != NULL, ==,
                         g_str_equal (faults[i].fault, "userinfo-jwt")
                           || g_str_equal (faults[i].fault, "userinfo-jwt-bare"));
      return;
    }
  flow_assert_failed (flow, error, faults[i].exit_code);
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 0);
}

/* A new fault of the provider is given an exit code here too. */
static void
test_all_faults_are_here (void)
{
  const char *argv[] = { TESSERA_PROVIDER, "--list-faults", NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strstrip (output), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (faults));
  for (gsize i = 0; lines[i]; i++)
    {
      gboolean found = FALSE;

      lines[i][strcspn (lines[i], "\t ")] = '\0';
      for (gsize j = 0; j < G_N_ELEMENTS (faults); j++)
        found = found || strcmp (lines[i], faults[j].fault) == 0;
      if (!found)
        g_error ("The fault %s has no exit code here.", lines[i]);
    }
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/sign-in-faults/all-are-here", test_all_faults_are_here);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/sign-in-faults/", faults[i].fault, NULL);

      if (faults[i].exit_code != NEVER_ENDS)
        g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_fault);
    }
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
