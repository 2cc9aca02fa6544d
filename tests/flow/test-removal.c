/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "leave.h"

/* A removal signs out first; until then it can be cancelled, and nothing has changed. */

static ProviderProcess *provider;

static gboolean
remove_account (Leave *leave, GCancellable *cancellable, GError **warning, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_remove_async (leave->flow->accounts, leave->flow->account, cancellable,
                                 flow_ready_cb, &result);
  flow_wait (&result);
  return tessera_accounts_remove_finish (leave->flow->accounts, result, warning, error);
}

static gboolean
is_configured (Leave *leave)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);

  return tessera_accounts_find_id (accounts, tessera_account_get_config (leave->flow->account)->id)
         != NULL;
}

static void
assert_gone (Leave *leave)
{
  g_assert_false (is_configured (leave));
  g_assert_cmpuint (flow_count_stored (leave->flow->account), ==, 0);
}

static void
test_revokes (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autofree char *revoked = NULL;
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_account (leave, NULL, &warning, &error));
  g_assert_no_error (error);
  g_assert_no_error (warning);
  assert_gone (leave);
  /* The list knows, too. */
  g_assert_null (tessera_accounts_find_id (leave->flow->accounts,
                                           tessera_account_get_config (leave->flow->account)->id));
  revoked = leave_describe_revocations (provider);
  g_assert_cmpstr (revoked, ==, "refresh_token access_token ");
  /* Another process was faster. */
  provider_process_reset (provider);
  g_assert_true (remove_account (leave, NULL, &warning, &error));
  g_assert_no_error (error);
  g_assert_no_error (warning);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);
}

/* Whether this process waits for a lock, in a thread of its own. */
static gboolean
is_waiting (void)
{
  g_autofree char *own = g_strdup_printf (" %d ", getpid ());
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents ("/proc/locks", &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (strstr (lines[i], "-> FLOCK") && strstr (lines[i], own))
      return TRUE;
  return FALSE;
}

/* Of the account, or of accounts.conf. */
static void
test_cancel_while_waiting (gconstpointer of_accounts)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = tessera_account_get_config (leave->flow->account)->id;
  TesseraLock *lock = tessera_lock_acquire (of_accounts ? of_accounts : id, &error);

  g_assert_no_error (error);
  tessera_accounts_remove_async (leave->flow->accounts, leave->flow->account, cancellable,
                                 flow_ready_cb, &result);
  while (!is_waiting ())
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  flow_wait (&result);
  g_assert_false (tessera_accounts_remove_finish (leave->flow->accounts, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  tessera_lock_release (lock);
  g_assert_true (is_configured (leave));
  leave->sign_out = tessera_sign_out_new (leave->flow->account);
  leave_assert_signed_in (leave);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);

  g_assert_true (remove_account (leave, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_gone (leave);
}

/* What then happens at the provider is no failure any more. */
static void
test_cancel_while_revoking (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "revoke-hang");
  tessera_accounts_remove_async (leave->flow->accounts, leave->flow->account, cancellable,
                                 flow_ready_cb, &result);
  while (provider_process_count (provider, "/revoke") == 0)
    while (g_main_context_iteration (NULL, FALSE))
      ;
  g_cancellable_cancel (cancellable);
  flow_wait (&result);
  provider_process_set_fault (provider, NULL);
  g_assert_true (tessera_accounts_remove_finish (leave->flow->accounts, result, &warning, &error));
  g_assert_no_error (error);
  g_assert_error (warning, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_gone (leave);
}

static void
test_provider_is_gone (void)
{
  const char *args[] = { "--auto", NULL };
  ProviderProcess *gone = provider_process_start (args);
  g_autoptr (Leave) leave = leave_new (gone, NULL);
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_stop (gone);
  g_assert_true (remove_account (leave, NULL, &warning, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tessera_error_id (warning), ==, "unreachable");
  g_assert_nonnull (strstr (warning->message, "The account was removed, but "));
  assert_gone (leave);
}

/* An accounts.conf that cannot be written keeps the account, which is signed out by then and can be
 * removed again. */
static void
test_accounts_cannot_be_written (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_true (g_file_set_contents (path, "[broken\n", -1, NULL));
  g_assert_false (remove_account (leave, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, before, -1, NULL));
  tessera_accounts_reload (leave->flow->accounts);
  g_assert_true (is_configured (leave));
  g_assert_true (remove_account (leave, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_gone (leave);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  provider = provider_process_start (args);
  g_test_add_func ("/removal/revokes", test_revokes);
  g_test_add_data_func ("/removal/cancel-while-waiting/account", NULL, test_cancel_while_waiting);
  g_test_add_data_func ("/removal/cancel-while-waiting/accounts", "accounts",
                        test_cancel_while_waiting);
  g_test_add_func ("/removal/cancel-while-revoking", test_cancel_while_revoking);
  g_test_add_func ("/removal/provider-is-gone", test_provider_is_gone);
  g_test_add_func ("/removal/accounts-cannot-be-written", test_accounts_cannot_be_written);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
