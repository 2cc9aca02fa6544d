/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lock.h"
#include "session-record.h"
#include "flow.h"
#include "keyring.h"
#include "config-error.h"

/* Removing an account, where the keyring is open, locked or absent (tests/session/with-session). */

static gboolean
remove_account (Flow *flow, TesseraAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_remove_async (flow->accounts, account, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  return tessera_accounts_remove_finish (flow->accounts, result, NULL, error);
}

static Flow *
make_flow (void)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config ("https://id.example.com");

  return flow_new (config);
}

static void
mark_signed_in (Flow *flow)
{
  g_autoptr (TesseraSessionRecord) state = g_new0 (TesseraSessionRecord, 1);

  state->signed_in = TRUE;
  g_assert_true (
    tessera_session_record_write (tessera_account_get_config (flow->account)->id, state, NULL));
}

static gboolean
exists (const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
store (const char *id, TesseraKeyringItem item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_store_async (id, item, "Label", "secret", NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tessera_keyring_store_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
holds (const char *id, TesseraKeyringItem item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tessera_keyring_lookup_async (id, item, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  text = tessera_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  return text != NULL;
}

/* Nothing of it is left, and of others everything. */
static void
test_nothing_is_left (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autoptr (Flow) other = make_flow ();
  g_autofree char *id = g_strdup (tessera_account_get_config (flow->account)->id);
  const char *other_id = tessera_account_get_config (other->account)->id;
  g_autoptr (TesseraAccounts) again = NULL;
  g_autoptr (GError) error = NULL;

  mark_signed_in (flow);
  mark_signed_in (other);
  store (id, TESSERA_KEYRING_TOKENS);
  store (id, TESSERA_KEYRING_CLIENT_SECRET);
  store (other_id, TESSERA_KEYRING_TOKENS);
  g_assert_true (remove_account (flow, flow->account, &error));
  g_assert_no_error (error);
  g_assert_false (holds (id, TESSERA_KEYRING_TOKENS));
  g_assert_false (holds (id, TESSERA_KEYRING_CLIENT_SECRET));
  g_assert_false (exists (id, ".state"));
  g_assert_false (exists (id, ".lock"));
  g_assert_null (tessera_accounts_find_id (flow->accounts, id));
  again = tessera_accounts_new (FALSE, &error);
  g_assert_null (tessera_accounts_find_id (again, id));

  g_assert_nonnull (tessera_accounts_find_id (again, other_id));
  g_assert_true (holds (other_id, TESSERA_KEYRING_TOKENS));
  g_assert_true (exists (other_id, ".state"));
  /* Once more is no error: another process was faster. */
  g_assert_true (remove_account (flow, flow->account, &error));
  g_assert_no_error (error);
}

static void
test_waits_for_its_turn (void)
{
  g_autoptr (Flow) flow = make_flow ();
  const char *id = tessera_account_get_config (flow->account)->id;
  TesseraLock *lock = tessera_lock_acquire (id, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  tessera_accounts_remove_async (flow->accounts, flow->account, cancellable, flow_ready_cb,
                                 &cancelled);
  g_cancellable_cancel (cancellable);
  flow_wait (&cancelled);
  g_assert_false (tessera_accounts_remove_finish (flow->accounts, cancelled, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_nonnull (tessera_accounts_find_id (flow->accounts, id));

  tessera_accounts_remove_async (flow->accounts, flow->account, NULL, flow_ready_cb, &result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  tessera_lock_release (lock);
  flow_wait (&result);
  g_assert_true (tessera_accounts_remove_finish (flow->accounts, result, NULL, &error));
  g_assert_no_error (error);
}

static void
test_read_only (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autoptr (TesseraAccountConfig) deployed
    = tessera_account_config_copy (tessera_account_get_config (flow->account));
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  deployed->read_only = TRUE;
  account = tessera_account_new (deployed, FALSE);
  g_assert_false (remove_account (flow, account, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY);
  g_assert_nonnull (tessera_accounts_find_id (flow->accounts, deployed->id));
}

/* Whoever never signed in needs no keyring to be removed. */
static void
test_without_keyring (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autofree char *id = g_strdup (tessera_account_get_config (flow->account)->id);
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_account (flow, flow->account, &error));
  g_assert_no_error (error);
  g_assert_null (tessera_accounts_find_id (flow->accounts, id));
  g_assert_false (exists (id, ".lock"));
}

/* Nobody can tell what a keyring that does not answer holds of it: it stays. */
static void
test_signed_in_stays (void)
{
  g_autoptr (Flow) flow = make_flow ();
  const char *id = tessera_account_get_config (flow->account)->id;
  g_autoptr (GError) error = NULL;

  mark_signed_in (flow);
  g_assert_false (remove_account (flow, flow->account, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  g_assert_nonnull (tessera_accounts_find_id (flow->accounts, id));
  g_assert_true (exists (id, ".state"));
}

/* What a locked keyring still holds is not forgotten, and so neither is the account. */
static void
test_locked_stays (void)
{
  g_autoptr (Flow) flow = make_flow ();
  const char *id = tessera_account_get_config (flow->account)->id;
  g_autofree char *lock_keyring
    = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "session", "lock-keyring", NULL);
  const char *argv[] = { lock_keyring, NULL };
  g_autoptr (GError) error = NULL;

  mark_signed_in (flow);
  store (id, TESSERA_KEYRING_TOKENS);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                NULL, &error);
  g_assert_no_error (error);
  g_assert_false (remove_account (flow, flow->account, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  g_assert_nonnull (tessera_accounts_find_id (flow->accounts, id));
  g_assert_true (exists (id, ".state"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && strcmp (argv[1], "absent") == 0)
    {
      g_test_add_func ("/accounts-remove/without-keyring", test_without_keyring);
      g_test_add_func ("/accounts-remove/signed-in-stays", test_signed_in_stays);
      return g_test_run ();
    }
  g_test_add_func ("/accounts-remove/nothing-is-left", test_nothing_is_left);
  g_test_add_func ("/accounts-remove/waits-for-its-turn", test_waits_for_its_turn);
  g_test_add_func ("/accounts-remove/read-only", test_read_only);
  /* Last: the keyring stays locked. */
  g_test_add_func ("/accounts-remove/locked-stays", test_locked_stays);
  return g_test_run ();
}
