/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-record.h"
#include "flow.h"

/* Sign-in where the keyring is locked, or where there is none (tests/session/with-session). */

#define TOLD " You will stay signed in only until this window closes.\n"

static void
test_lives_on_in_memory (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) provider = provider_process_start (args);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (TesseraSessionRecord) state = NULL;
  const char *before, *after;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tessera_error_kind (tessera_sign_in_get_warning (flow->sign_in)), ==, 8);
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_nonnull (tessera_account_get_access_token (flow->account));
  g_assert_nonnull (strstr (flow->page, "You are signed in"));
  /* The person was told before the browser opened, and is told while it is waited for. */
  before = strstr (flow->steps->str, "Opening the browser\n");
  g_assert_nonnull (before);
  after = strstr (before, TOLD "Waiting for the browser\n");
  g_assert_nonnull (after);
  g_assert_nonnull (strstr (after + strlen (TOLD), TOLD));
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);
  /* Another process finds no session. */
  state = tessera_session_record_read (tessera_account_get_config (flow->account)->id, NULL);
  g_assert_false (state->signed_in);
}

/* In the terminal a session without a keyring is worth nothing. That is known before the browser
 * opens: the person is not sent anywhere. */
static void
test_known_before (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) provider = provider_process_start (args);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (GError) error = NULL;

  flow->no_memory = TRUE;
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 8);
  g_assert_cmpstr (tessera_sign_in_get_failed_step (flow->sign_in), ==,
                   "Checking that the session can be stored");
  g_assert_null (tessera_sign_in_get_uri (flow->sign_in));
  g_assert_cmpuint (provider_process_count (provider, "/authorize"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in-keyring/lives-on-in-memory", test_lives_on_in_memory);
  g_test_add_func ("/sign-in-keyring/is-known-before-in-the-terminal", test_known_before);
  return g_test_run ();
}
