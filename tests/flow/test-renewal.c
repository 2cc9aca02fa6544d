/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "account-session.h"
#include "session-record.h"
#include "clock.h"
#include "renew.h"
#include "keyring.h"
#include "renewal.h"
#include "store-error.h"

/* The renewal at a provider that rotates refresh tokens and ends a session where one comes
 * twice. */

static ProviderProcess *provider;

static Renew *
new_renew (const char *fault)
{
  Renew *renew;

  provider_process_set_fault (provider, NULL);
  renew = renew_new (provider, NULL);
  if (fault)
    provider_process_set_fault (provider, fault);
  return renew;
}

/* Ten in a row, each with the refresh token of the one before. */
static void
test_rotation (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  g_autofree char *last = g_strdup (renew->refresh_token);
  g_autoptr (TesseraSessionRecord) state = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcTokens) stored = NULL;

      renew_run (renew, &error);
      renew_assert_renewed (renew, error);
      stored = renew_load (renew);
      g_assert_cmpstr (stored->refresh_token, !=, last);
      g_free (last);
      last = g_strdup (stored->refresh_token);
    }
  g_assert_cmpuint (renew_count (renew), ==, 10);
  state = tessera_session_record_read (tessera_account_get_config (renew->account)->id, NULL);
  g_assert_cmpuint (state->generation, ==, 11);
}

/* What an answer leaves out stays as it was (RFC 6749 §6, OpenID Connect Core §12.2). */
static void
test_kept (gconstpointer fault)
{
  g_autoptr (Renew) renew = new_renew (fault);
  g_autoptr (OidcTokens) before = renew_load (renew);
  g_autoptr (OidcTokens) after = NULL;
  g_autoptr (GError) error = NULL;

  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  after = renew_load (renew);
  g_assert_cmpstr (after->scope, ==, before->scope);
  g_assert_cmpstr (after->subject, ==, "zoe-1");
  g_assert_cmpstr (after->name, ==, before->name);
  if (strcmp (fault, "refresh-no-rotation") == 0)
    g_assert_cmpstr (after->refresh_token, ==, renew->refresh_token);
  else
    g_assert_cmpstr (after->refresh_token, !=, renew->refresh_token);
  if (strcmp (fault, "refresh-no-id-token") == 0)
    g_assert_cmpstr (after->id_token, ==, before->id_token);
  /* And it is good for another time. */
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

static const char *const kept[]
  = { "refresh-no-rotation", "refresh-no-scope", "refresh-no-id-token", "token-type-missing",
      "token-expires-in-negative" };

/* A client that may not, or need not, know who signed in. */
static void
test_plain_oauth (void)
{
  g_autoptr (Renew) renew = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, NULL);
  renew = renew_new (provider, "demo:read offline_access");
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_scope (renew->account), ==, "demo:read offline_access");
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 0);
}

static void
test_no_refresh_token (void)
{
  g_autoptr (Renew) renew = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, NULL);
  renew = renew_new (provider, "openid");
  g_assert_false (tessera_account_can_renew (renew->account));
  g_assert_false (renew_run (renew, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_access_token (renew->account), ==, renew->access_token);
  g_assert_cmpuint (renew_count (renew), ==, 0);
}

/* An ID token that fails its check is refused, and the access token that came with it. The refresh
 * token is not: the one before is spent, and the session would be lost. */
static void
test_wrong_id_token (gconstpointer fault)
{
  g_autoptr (Renew) renew = new_renew (fault);
  g_autoptr (GError) error = NULL;

  g_assert_false (renew_run (renew, &error));
  renew_assert_refused (renew, error, 6);
  g_clear_error (&error);
  provider_process_set_fault (provider, NULL);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

static const char *const wrong_id_tokens[] = { "id-token-wrong-iss",
                                               "id-token-wrong-aud",
                                               "id-token-aud-missing",
                                               "id-token-wrong-azp",
                                               "id-token-wrong-nonce",
                                               "id-token-bad-at-hash",
                                               "id-token-bad-signature",
                                               "id-token-alg-none",
                                               "id-token-alg-hs256",
                                               "id-token-jwk-in-header",
                                               "token-type-mac",
                                               "token-access-token-missing",
                                               "token-access-token-bad-characters" };

/* Somebody else's tokens are given back, and the session is over. */
static void
test_another_person (void)
{
  g_autoptr (Renew) renew = new_renew ("refresh-wrong-sub");
  g_autoptr (GError) error = NULL;

  g_assert_false (renew_run (renew, &error));
  renew_assert_ended (renew, error);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 2);
}

/* One that only cannot be used costs nothing: the session goes on with the one before. */
static void
test_unusable_id_token (gconstpointer fault)
{
  g_autoptr (Renew) renew = new_renew (fault);
  g_autoptr (OidcTokens) before = renew_load (renew);
  g_autoptr (GError) error = NULL;

  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_id_token (renew->account), ==, before->id_token);
  provider_process_set_fault (provider, NULL);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_id_token (renew->account), !=, before->id_token);
}

static const char *const unusable_id_tokens[]
  = { "id-token-expired",     "id-token-future-iat",      "id-token-future-nbf",
      "id-token-exp-string",  "id-token-exp-missing",     "id-token-unknown-kid",
      "id-token-several-aud", "id-token-several-aud-azp", "id-token-missing-sub",
      "id-token-not-a-jwt" };

static void
test_new_key (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  g_autoptr (OidcTokens) before = renew_load (renew);
  g_autoptr (GError) error = NULL;

  provider_process_rotate (provider);
  provider_process_set_fault (provider, "jwks-rotate-late");
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_id_token (renew->account), !=, before->id_token);
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 2);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

/* The refresh token is spent when the answer is signed with a key that is not known yet. That the
 * provider cannot tell that key for the moment ends nothing. */
static void
test_new_key_not_told (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  g_autoptr (OidcTokens) before = renew_load (renew);
  g_autoptr (GError) error = NULL;

  provider_process_rotate (provider);
  provider_process_set_fault (provider, "jwks-rotate-late");
  provider_process_set_fault (provider, "jwks-once");
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 2);
  g_assert_cmpstr (tessera_account_get_id_token (renew->account), ==, before->id_token);
  provider_process_set_fault (provider, NULL);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_id_token (renew->account), !=, before->id_token);
}

/* The provider's sign-out needs the ID token; nothing else is kept of a session that has ended. */
static void
assert_only_id_token_stored (Renew *renew, const OidcTokens *before)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (flow_count_stored (renew->account), ==, 1);
  tessera_keyring_lookup_async (tessera_account_get_config (renew->account)->id,
                                TESSERA_KEYRING_TOKENS, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  text = tessera_keyring_lookup_finish (result, NULL);
  g_assert_nonnull (strstr (text, before->id_token));
  g_assert_null (strstr (text, before->access_token));
  g_assert_null (strstr (text, before->refresh_token));
}

/* The end of the session, said once and for all; and the person signs in again. */
static void
test_ended (void)
{
  g_autoptr (Renew) renew = new_renew ("token-error-invalid-grant");
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (OidcTokens) before = renew_load (renew);
  g_autoptr (GError) error = NULL;

  g_assert_false (renew_run (renew, &error));
  renew_assert_ended (renew, error);
  assert_only_id_token_stored (renew, before);
  g_clear_error (&error);

  g_assert_false (renew_run (renew, &error));
  renew_assert_ended (renew, error);
  g_clear_error (&error);
  g_assert_false (renew_run_as (renew, other, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  g_clear_error (&error);
  g_assert_cmpuint (renew_count (renew), ==, 1);

  provider_process_set_fault (provider, NULL);
  flow_run (renew->flow, &error);
  flow_assert_signed_in (renew->flow, error);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

/* RFC 9700 §4.14.2: somebody else has used the refresh token. */
static void
test_reused (void)
{
  g_autoptr (Renew) renew = new_renew ("refresh-answer-lost");
  g_autoptr (GError) error = NULL;

  g_assert_false (renew_run (renew, &error));
  renew_assert_kept (renew, error, 7);
  g_assert_cmpuint (renew_count (renew), ==, 1);
  g_clear_error (&error);
  provider_process_set_fault (provider, NULL);
  /* Tried once more before a new sign-in is asked for. */
  g_assert_false (renew_run (renew, &error));
  renew_assert_ended (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 2);
}

/* Suspend counts, a changed wall clock does not, and an ID token that it makes look wrong costs
 * nothing. */
static void
test_clocks (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  const char *boot_id = "another boot";
  gint64 wall = tessera_clock_wall ();
  gint64 boot = 1000;
  static const gint64 jumps[] = { 0, 86400 * 365, -86400 * 365, 3000, -3000, 86400 * 14 };

  for (gsize i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      g_autoptr (GError) error = NULL;

      tessera_clock_set (wall + jumps[i], boot, boot_id);
      renew_run (renew, &error);
      renew_assert_renewed (renew, error);
      g_assert_cmpint (tessera_account_get_seconds_left (renew->account), ==, 3600);
      /* The machine sleeps, and somebody sets its clock. */
      boot += 3000;
      tessera_clock_set (wall - jumps[i] * 2, boot, boot_id);
      g_assert_cmpint (tessera_account_get_seconds_left (renew->account), ==, 600);
      g_assert_cmpint (tessera_account_get_expires_at (renew->account), ==,
                       wall - jumps[i] * 2 + 600);
      boot += 600;
      tessera_clock_set (wall + jumps[i], boot, boot_id);
      g_assert_cmpint (tessera_account_get_seconds_left (renew->account), ==, 0);
      /* Over, and yet signed in. */
      g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
    }
  g_assert_cmpuint (renew_count (renew), ==, G_N_ELEMENTS (jumps));
  tessera_clock_unset ();
}

static void
add (const char *path, const char *const *faults, gsize n, GTestDataFunc test)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *whole = g_strconcat (path, faults[i], NULL);

      g_test_add_data_func (whole, faults[i], test);
    }
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/renewal/rotation", test_rotation);
  add ("/renewal/kept/", kept, G_N_ELEMENTS (kept), test_kept);
  g_test_add_func ("/renewal/plain-oauth", test_plain_oauth);
  g_test_add_func ("/renewal/no-refresh-token", test_no_refresh_token);
  add ("/renewal/wrong/", wrong_id_tokens, G_N_ELEMENTS (wrong_id_tokens), test_wrong_id_token);
  add ("/renewal/unusable/", unusable_id_tokens, G_N_ELEMENTS (unusable_id_tokens),
       test_unusable_id_token);
  g_test_add_func ("/renewal/new-key", test_new_key);
  g_test_add_func ("/renewal/new-key-not-told", test_new_key_not_told);
  g_test_add_func ("/renewal/another-person", test_another_person);
  g_test_add_func ("/renewal/ended", test_ended);
  g_test_add_func ("/renewal/reused", test_reused);
  g_test_add_func ("/renewal/clocks", test_clocks);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
