/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-record.h"
#include "flow.h"
#include "keyring.h"
#include "sign-out.h"

/* Sign-out where the keyring is locked, or where there is none (tests/session/with-session). */

static gboolean
sign_out (Flow *flow, TesseraSignOut *sign_out, GError **error)
{
  g_autoptr (GAsyncResult) ended = NULL;

  tessera_sign_out_run_async (sign_out, NULL, flow_ready_cb, &ended);
  flow_wait (&ended);
  return tessera_sign_out_run_finish (sign_out, ended, error);
}

/* A session that lives in memory alone ends like any other. */
static void
test_in_memory (void)
{
  const char *args[] = { "--auto", "--fault", "metadata-no-end-session", NULL };
  g_autoptr (ProviderProcess) provider = provider_process_start (args);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (TesseraSignOut) leave = tessera_sign_out_new (flow->account);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  sign_out (flow, leave, &error);
  g_assert_no_error (error);
  g_assert_null (tessera_sign_out_get_warning (leave));
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (flow->account));
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 2);
}

static void
test_signed_out_already (void)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config ("https://id.example");
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (TesseraSignOut) leave = tessera_sign_out_new (flow->account);
  g_autoptr (GError) error = NULL;

  sign_out (flow, leave, &error);
  g_assert_no_error (error);
}

/* The state says that tokens are stored. Where the keyring is locked, or there is none, they may be
 * there still, and nothing is claimed. */
static void
test_stored (void)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config ("https://id.example");
  g_autoptr (Flow) flow = flow_new (config);
  const char *id = tessera_account_get_config (flow->account)->id;
  g_autoptr (TesseraSessionRecord) state = g_new0 (TesseraSessionRecord, 1);
  g_autoptr (TesseraSessionRecord) after = NULL;
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (TesseraSignOut) leave = NULL;
  g_autoptr (GAsyncResult) probed = NULL;
  g_autoptr (GError) absent = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_delete_async ("nobody", TESSERA_KEYRING_TOKENS, NULL, flow_ready_cb, &probed);
  flow_wait (&probed);
  tessera_keyring_delete_finish (probed, &absent);
  state->signed_in = TRUE;
  g_assert_true (tessera_session_record_write (id, state, NULL));
  account = tessera_account_new (tessera_account_get_config (flow->account), FALSE);
  leave = tessera_sign_out_new (account);
  sign_out (flow, leave, &error);
  after = tessera_session_record_read (id, NULL);
  if (absent)
    g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  else
    g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  g_assert_true (after->signed_in);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-out-keyring/in-memory", test_in_memory);
  g_test_add_func ("/sign-out-keyring/signed-out-already", test_signed_out_already);
  g_test_add_func ("/sign-out-keyring/stored", test_stored);
  return g_test_run ();
}
