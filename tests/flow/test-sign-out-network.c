/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-record.h"
#include "leave.h"

/* Whatever the network does, the tokens are gone, and that they were not revoked is said. */

typedef struct
{
  const char *fault;
  const char *warning; /* ID; NULL: none */
  guint timeout;       /* seconds; 0: the default */
  guint revocations;   /* that were tried */
} Trouble;

static const Trouble troubles[] = {
  { "revoke-error-500", "busy", 0, 2 },
  { "revoke-hang", "deadline", 4, 1 },
  { "revoke-refused", "refused", 0, 2 },
  { "revoke-access-token-refused", NULL, 0, 2 }, /* RFC 7009 §2.2.1 */
  { "revoke-reset", "unreachable", 0, 1 },
  { "metadata-hang", "deadline", 4, 0 },
  { "metadata-error-500", "busy", 0, 0 },
  { "metadata-missing", "http_status", 0, 0 },
  { "metadata-wrong-issuer", "issuer_mismatch", 0, 0 },
  { "metadata-no-token-endpoint", "unsupported", 0, 0 },
  /* Nobody can mend that. */
  { "metadata-no-revocation", NULL, 0, 0 },
  { "metadata-minimal", NULL, 0, 0 },
  { "metadata-no-end-session", NULL, 0, 2 },
  { "metadata-404-oauth", NULL, 0, 2 },
};

static ProviderProcess *provider;
static guint at_network; /* how often the state was looked at there */

/* Forgotten before the first request, so that a network that is slow keeps nothing here. */
static void
check_forgotten (gpointer user_data, const char *step)
{
  Leave *leave = user_data;
  TesseraAccount *account = leave->flow->account;
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (account)->id, NULL);

  if (g_strcmp0 (step, "Contacting the provider") != 0)
    return;
  at_network++;
  g_assert_false (state->signed_in);
  g_assert_cmpuint (flow_count_stored (account), ==, 0);
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
}

static void
test_trouble (gconstpointer data)
{
  const Trouble *trouble = data;
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  guint before = at_network;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, trouble->fault);
  leave->timeout = trouble->timeout;
  leave->at_step = check_forgotten;
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  leave_assert_warned (leave, error, trouble->warning);
  g_assert_cmpuint (at_network, ==, before + 1);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, trouble->revocations);
}

/* Its own page is the last one, and the sign-out ends all the same. */
static void
test_own_page (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "end-session-own-page");
  leave->browser_timeout = 4;
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  leave_assert_warned (leave, error, "not_returned");
  g_assert_cmpuint (leave->page_status, ==, 200);
  g_assert_null (strstr (leave->page, "You are signed out of Account"));
}

/* Neither hides the other. */
static void
test_two_reasons (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  const GError *warning;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "end-session-own-page");
  provider_process_set_fault (provider, "revoke-refused");
  leave->browser_timeout = 4;
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  leave_assert_warned (leave, error, "refused");
  warning = tessera_sign_out_get_warning (leave->sign_out);
  g_assert_nonnull (strstr (warning->message, "could not be revoked at the provider"));
  g_assert_nonnull (strstr (warning->message, "you may still be signed in there"));
}

/* RP-Initiated Logout §3; nothing is decided by the state. */
static void
test_state_is_lost (gconstpointer fault)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, fault);
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  leave_assert_warned (leave, error, NULL);
  g_assert_cmpuint (leave->page_status, ==, 200);
  g_assert_nonnull (strstr (leave->page, "You are signed out of Account"));
}

static void
test_provider_is_gone (void)
{
  const char *args[] = { "--auto", NULL };
  ProviderProcess *gone = provider_process_start (args);
  g_autoptr (Leave) leave = leave_new (gone, NULL);
  g_autoptr (GError) error = NULL;

  provider_process_stop (gone);
  leave_run (leave, &error);
  leave_assert_warned (leave, error, "unreachable");
  g_assert_null (leave->opened);
}

/* An access token that is over is nobody's business. */
static void
test_expired (void)
{
  const char *args[] = { "--auto", "--lifetime", "1", NULL };
  g_autoptr (ProviderProcess) hasty = provider_process_start (args);
  g_autoptr (Leave) leave = leave_new (hasty, NULL);
  g_autofree char *revoked = NULL;
  g_autoptr (GError) error = NULL;

  while (tessera_account_get_seconds_left (leave->flow->account) > 0)
    g_usleep (G_USEC_PER_SEC / 10);
  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  revoked = leave_describe_revocations (hasty);
  g_assert_cmpstr (revoked, ==, "refresh_token ");
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  provider = provider_process_start (args);
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      g_autofree char *path = g_strconcat ("/sign-out-network/", troubles[i].fault, NULL);

      g_test_add_data_func (path, &troubles[i], test_trouble);
    }
  g_test_add_func ("/sign-out-network/own-page", test_own_page);
  g_test_add_data_func ("/sign-out-network/comes-back-without-state", "end-session-no-state",
                        test_state_is_lost);
  g_test_add_data_func ("/sign-out-network/comes-back-with-another-state",
                        "end-session-other-state", test_state_is_lost);
  g_test_add_func ("/sign-out-network/two-reasons", test_two_reasons);
  g_test_add_func ("/sign-out-network/provider-is-gone", test_provider_is_gone);
  g_test_add_func ("/sign-out-network/expired", test_expired);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
