/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>

#include "lock.h"
#include "account-session.h"
#include "keyring.h"
#include "renew.h"
#include "account-renew.h"
#include "sign-out.h"
#include "config-error.h"
#include "store-error.h"

/* A renewal beside what other processes do with the same account: renewals, sign-outs, changes of
 * the account. They are other TesseraAccounts here; files, locks and keyring are the real ones. */

static ProviderProcess *provider;

#define PROCESSES 20

/* All at once, on one token: one of them asks, and all have the same new one. */
static void
test_twenty (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  GAsyncResult *results[PROCESSES] = { NULL };
  TesseraAccount *accounts[PROCESSES];
  gint64 since = tessera_account_renew_get_now ();

  for (guint i = 0; i < PROCESSES; i++)
    {
      accounts[i] = renew_other (renew);
      tessera_account_renew_async (accounts[i], since, i % 2 == 0, NULL, flow_ready_cb,
                                   &results[i]);
    }
  for (guint i = 0; i < PROCESSES; i++)
    {
      g_autoptr (GError) error = NULL;

      flow_wait (&results[i]);
      g_assert_true (tessera_account_renew_finish (accounts[i], results[i], NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (tessera_account_get_access_token (accounts[i]), ==,
                       tessera_account_get_access_token (accounts[0]));
    }
  g_assert_cmpstr (tessera_account_get_access_token (accounts[0]), !=, renew->access_token);
  g_assert_cmpuint (renew_count (renew), ==, 1);
  for (guint i = 0; i < PROCESSES; i++)
    {
      g_object_unref (accounts[i]);
      g_object_unref (results[i]);
    }
}

/* The window, which holds the old tokens, takes what a terminal has renewed; and renews by itself
 * when it wants a newer one than that. */
static void
test_adopted (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (GError) error = NULL;

  renew_run_as (renew, other, &error);
  g_assert_no_error (error);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_access_token (renew->account), ==,
                   tessera_account_get_access_token (other));
  g_assert_cmpuint (renew_count (renew), ==, 1);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 2);
  /* In a process that has loaded nothing, what is older than the wish is renewed. */
  g_clear_object (&other);
  other = renew_other (renew);
  renew_run_as (renew, other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (renew_count (renew), ==, 3);
}

/* Killed between keyring and state file, the process before left an old state. */
static void
test_old_state (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  const char *id = tessera_account_get_config (renew->account)->id;
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &old, NULL, NULL));
  provider_process_set_lifetime (provider, 7200);
  renew_run_as (renew, other, &error);
  provider_process_set_lifetime (provider, 3600);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, old, -1, NULL));
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

static void
set_largest_file (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* No state file can be written, but the keyring stores: what is in memory is what is stored, and so
 * gives way to what another process has got from that. */
static void
test_state_not_written (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  TesseraAccount *const accounts[] = { renew->account, other };
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      provider_process_set_lifetime (provider, 7200 + i);
      set_largest_file (0);
      renew_run_as (renew, accounts[i], &error);
      set_largest_file (RLIM_INFINITY);
      g_assert_no_error (error);
      g_assert_error (renew->warning, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
    }
  provider_process_set_lifetime (provider, 3600);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpstr (tessera_account_get_access_token (renew->account), ==,
                   tessera_account_get_access_token (other));
  g_assert_cmpuint (renew_count (renew), ==, 2);
}

static void
sign_out (TesseraAccount *account, TesseraSignOut **flow, GAsyncResult **result)
{
  *flow = tessera_sign_out_new (account);
  tessera_sign_out_run_async (*flow, NULL, flow_ready_cb, result);
}

static void
assert_signed_out (Renew *renew)
{
  g_autoptr (TesseraAccount) other = renew_other (renew);

  g_assert_cmpuint (flow_count_stored (renew->account), ==, 0);
  g_assert_cmpint (tessera_account_get_state (other), ==, TESSERA_ACCOUNT_SIGNED_OUT);
}

/* However they meet, afterwards nobody is signed in. */
static void
test_sign_out (gconstpointer while_under_way)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (TesseraSignOut) leave = NULL;
  g_autoptr (GAsyncResult) renewed = NULL;
  g_autoptr (GAsyncResult) left = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (while_under_way)
    {
      tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE, NULL,
                                   flow_ready_cb, &renewed);
      while (!renewed && renew_count (renew) == 0)
        g_main_context_iteration (NULL, FALSE);
      sign_out (other, &leave, &left);
    }
  else
    {
      g_autoptr (TesseraLock) lock
        = tessera_lock_acquire (tessera_account_get_config (other)->id, NULL);

      sign_out (other, &leave, &left);
      tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE, NULL,
                                   flow_ready_cb, &renewed);
      for (guint i = 0; i < 50; i++)
        g_main_context_iteration (NULL, FALSE);
    }
  flow_wait (&renewed);
  flow_wait (&left);
  ok = tessera_account_renew_finish (renew->account, renewed, NULL, &error);
  g_assert_true (
    ok || g_error_matches (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN));
  g_clear_error (&error);
  g_assert_true (tessera_sign_out_run_finish (leave, left, &error));
  g_assert_no_error (error);
  assert_signed_out (renew);
}

/* After the sign-out: also a process that still has the tokens in memory sends none of them. */
static void
test_signed_out (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (TesseraSignOut) leave = NULL;
  g_autoptr (GAsyncResult) left = NULL;
  g_autoptr (GError) error = NULL;

  sign_out (other, &leave, &left);
  flow_wait (&left);
  g_assert_true (tessera_sign_out_run_finish (leave, left, NULL));
  g_assert_false (renew_run (renew, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (renew->account));
  g_assert_cmpuint (renew_count (renew), ==, 0);
  assert_signed_out (renew);
}

/* An account that is removed while its session is renewed is gone in the end. */
static void
test_removed (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autofree char *path
    = tessera_session_record_get_path (tessera_account_get_config (renew->account)->id);
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  g_autoptr (GAsyncResult) renewed = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE, NULL,
                               flow_ready_cb, &renewed);
  while (!renewed && renew_count (renew) == 0)
    g_main_context_iteration (NULL, FALSE);
  tessera_accounts_remove_async (
    accounts, tessera_accounts_find (accounts, tessera_account_get_name (renew->account), NULL),
    NULL, flow_ready_cb, &removed);
  flow_wait (&renewed);
  flow_wait (&removed);
  g_assert_true (tessera_accounts_remove_finish (accounts, removed, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (flow_count_stored (renew->account), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (renew_run (renew, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

typedef struct
{
  const char *what;
  void (*change) (TesseraAccountConfig *config, const char *elsewhere);
} Change;

static void
change_issuer (TesseraAccountConfig *config, const char *elsewhere)
{
  g_free (config->issuer);
  config->issuer = g_strdup (elsewhere);
}

static void
change_client_id (TesseraAccountConfig *config, const char *elsewhere)
{
  g_free (config->client_id);
  config->client_id = g_strdup ("another");
}

static void
change_token_endpoint (TesseraAccountConfig *config, const char *elsewhere)
{
  config->token_endpoint = g_strconcat (elsewhere, "/token", NULL);
}

static const Change changes[] = {
  { "issuer", change_issuer },
  { "client-id", change_client_id },
  { "token-endpoint", change_token_endpoint },
};

/* The refresh token is for whom it came from, and nobody is asked for anything. Set back, the
 * session is there again. */
static void
test_changed (gconstpointer data)
{
  const Change *change = data;
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) elsewhere = provider_process_start (args);
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccountConfig) before
    = tessera_account_config_copy (tessera_account_get_config (renew->account));
  g_autoptr (TesseraAccountConfig) after = tessera_account_config_copy (before);
  g_autoptr (TesseraAccount) other = NULL;
  g_autoptr (GError) error = NULL;

  change->change (after, provider_process_get_issuer (elsewhere));
  g_assert_true (tessera_accounts_update (renew->flow->accounts, after, &error));
  other = renew_other (renew);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (renew_run_as (renew, i == 0 ? renew->account : other, &error));
      g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
      g_clear_error (&error);
    }
  g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_cmpuint (renew_count (renew), ==, 0);
  g_assert_cmpuint (provider_process_count (elsewhere, "/token"), ==, 0);

  g_assert_true (tessera_accounts_update (renew->flow->accounts, before, &error));
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

/* Somebody signs in elsewhere with the account while a renewal waits for its turn. */
static void
store_of (Renew *renew, const char *issuer)
{
  const TesseraAccountConfig *config = tessera_account_get_config (renew->account);
  g_autoptr (OidcTokens) tokens = renew_load (renew);
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_from_tokens (tokens);
  g_autofree char *text = NULL;
  g_autoptr (GAsyncResult) stored = NULL;

  g_free (tokens->issuer);
  tokens->issuer = g_strdup (issuer);
  text = oidc_tokens_store (tokens);
  tessera_keyring_store_async (config->id, TESSERA_KEYRING_TOKENS, "Elsewhere", text, NULL,
                               flow_ready_cb, &stored);
  flow_wait (&stored);
  g_assert_true (tessera_keyring_store_finish (stored, NULL));
  g_assert_true (tessera_session_record_write (config->id, state, NULL));
}

static void
test_changed_meanwhile (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) elsewhere = provider_process_start (args);
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccountConfig) after
    = tessera_account_config_copy (tessera_account_get_config (renew->account));
  g_autoptr (TesseraLock) lock = tessera_lock_acquire (after->id, NULL);
  g_autoptr (GAsyncResult) renewed = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE, NULL,
                               flow_ready_cb, &renewed);
  store_of (renew, provider_process_get_issuer (elsewhere));
  change_issuer (after, provider_process_get_issuer (elsewhere));
  g_assert_true (tessera_accounts_update (renew->flow->accounts, after, &error));
  g_clear_pointer (&lock, tessera_lock_release);
  flow_wait (&renewed);
  g_assert_false (tessera_account_renew_finish (renew->account, renewed, NULL, &error));
  /* The other one has never seen that refresh token. */
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  g_assert_cmpuint (provider_process_count (elsewhere, "/token"), ==, 1);
  g_assert_cmpuint (renew_count (renew), ==, 0);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", "--delay", "200", "--fault", "metadata-no-end-session", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/renewal-others/twenty", test_twenty);
  g_test_add_func ("/renewal-others/adopted", test_adopted);
  g_test_add_func ("/renewal-others/old-state", test_old_state);
  g_test_add_func ("/renewal-others/state-not-written", test_state_not_written);
  g_test_add_data_func ("/renewal-others/sign-out-while-under-way", "", test_sign_out);
  g_test_add_data_func ("/renewal-others/sign-out-before-its-turn", NULL, test_sign_out);
  g_test_add_func ("/renewal-others/signed-out", test_signed_out);
  g_test_add_func ("/renewal-others/removed", test_removed);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strconcat ("/renewal-others/changed/", changes[i].what, NULL);

      g_test_add_data_func (path, &changes[i], test_changed);
    }
  g_test_add_func ("/renewal-others/changed-meanwhile", test_changed_meanwhile);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
