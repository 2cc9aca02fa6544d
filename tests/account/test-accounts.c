/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-record.h"
#include "accounts-now.h"
#include "lock-now.h"
#include "clock.h"
#include "config-error.h"

#include <glib/gstdio.h>
#include <string.h>

static TesseraAccountConfig *
make_config (const char *name)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup (name);
  config->issuer = g_strdup ("https://id.example.com");
  config->client_id = g_strdup ("client");
  return config;
}

static TesseraAccount *
add (TesseraAccounts *accounts, const char *name, GError **error)
{
  g_autoptr (TesseraAccountConfig) config = make_config (name);

  return tessera_accounts_add (accounts, config, error);
}

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
}

static char *
read_file (void)
{
  g_autofree char *path = get_path ();
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_file (const char *text)
{
  g_autofree char *path = get_path ();
  g_autofree char *directory = g_path_get_dirname (path);

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_add (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &error);
  g_autoptr (TesseraAccounts) again = NULL;
  TesseraAccount *account;

  g_assert_no_error (error);
  account = add (accounts, "Work [Okta]", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tessera_account_get_name (account), ==, "Work [Okta]");
  g_assert_null (add (accounts, "Work [Okta]", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (add (accounts, "", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_clear_error (&error);

  again = tessera_accounts_new (FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tessera_accounts_find (again, "Work [Okta]", &error));
  g_assert_true (tessera_accounts_find (again, tessera_account_get_config (account)->id, NULL)
                 == tessera_accounts_find (again, "Work [Okta]", NULL));
  g_assert_null (tessera_accounts_find (again, "Play", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
}

/* Two processes that both read before either wrote. */
static void
test_nobody_is_overwritten (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) one = tessera_accounts_new (FALSE, &error);
  g_autoptr (TesseraAccounts) two = tessera_accounts_new (FALSE, &error);
  g_autoptr (TesseraAccounts) both = NULL;

  g_assert_nonnull (add (one, "One", &error));
  g_assert_nonnull (add (two, "Two", &error));
  g_assert_null (add (two, "One", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS);
  g_clear_error (&error);
  both = tessera_accounts_new (FALSE, &error);
  g_assert_nonnull (tessera_accounts_find (both, "One", &error));
  g_assert_nonnull (tessera_accounts_find (both, "Two", &error));
}

static void
test_update (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &error);
  TesseraAccount *account = add (accounts, "Before", &error);
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (account));
  g_autoptr (TesseraAccountConfig) stranger = make_config ("Stranger");

  g_free (config->name);
  config->name = g_strdup ("After");
  g_assert_true (tessera_accounts_update (accounts, config, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tessera_account_get_name (account), ==, "After");
  stranger->id = g_strdup ("nobody");
  g_assert_false (tessera_accounts_update (accounts, stranger, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
}

/* A comment and a key of a newer version survive what this one writes. */
static void
test_unknown_survives (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autofree char *text = NULL;

  write_file ("# mine\n[a]\nName=A\nIssuer=https://id.example.com\nClientId=c\nFuture=yes\n");
  accounts = tessera_accounts_new (FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (add (accounts, "B", &error));
  text = read_file ();
  g_assert_nonnull (strstr (text, "# mine"));
  g_assert_nonnull (strstr (text, "Future=yes"));
}

static void
test_broken_is_left_alone (void)
{
  static const char broken[] = "[a]\nName=A\nIssuer=https://id.example.com\nClientId=c\nnonsense\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autofree char *text = NULL;

  write_file (broken);
  accounts = tessera_accounts_new (FALSE, &error);
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 5"));
  g_assert_nonnull (tessera_accounts_get_problem (accounts));
  g_clear_error (&error);
  g_assert_null (add (accounts, "B", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  text = read_file ();
  g_assert_cmpstr (text, ==, broken);
}

static void
test_administrator (void)
{
  g_autofree char *path
    = g_build_filename (g_get_system_config_dirs ()[0], "tessera", "accounts.conf", NULL);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraAccountConfig) config = NULL;
  TesseraAccount *account;

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (
    path, "[deployed]\nName=Company\nIssuer=https://id.example.com\nClientId=c\n", -1, NULL));
  /* A person's group never overrides one. */
  write_file ("[deployed]\nName=Mine\nIssuer=https://evil.example.com\nClientId=c\n");
  accounts = tessera_accounts_new (FALSE, NULL);
  account = tessera_accounts_find (accounts, "Company", &error);
  g_assert_no_error (error);
  config = tessera_account_config_copy (tessera_account_get_config (account));
  g_assert_true (config->read_only);
  g_assert_cmpstr (config->issuer, ==, "https://id.example.com");
  g_assert_false (tessera_accounts_update (accounts, config, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY);
}

/* Nobody is led to sign in at another provider by a file that can be written without privileges. */
static void
test_name_of_administrator (void)
{
  g_autofree char *path
    = g_build_filename (g_get_system_config_dirs ()[0], "tessera", "accounts.conf", NULL);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;
  TesseraAccount *account;

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (
    path, "[deployed]\nName=Company\nIssuer=https://id.example.com\nClientId=c\n", -1, NULL));
  write_file ("[mine]\nName=Company\nIssuer=https://evil.example.com\nClientId=c\n");
  accounts = tessera_accounts_new (FALSE, &error);
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  account = tessera_accounts_find (accounts, "Company", NULL);
  g_assert_nonnull (account);
  g_assert_cmpstr (tessera_account_get_config (account)->issuer, ==, "https://id.example.com");
  /* The other one is there, for whoever puts it right. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 2);
}

/* An account reads its state file when somebody asks for it, and not with the list; from then on it
 * is the same one. */
static void
test_made_when_asked_for (void)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraSessionRecord) state = g_new0 (TesseraSessionRecord, 1);
  g_autoptr (TesseraAccount) first = NULL;
  g_autoptr (TesseraAccount) second = NULL;

  write_file ("[a]\nName=A\nIssuer=https://a.example\nClientId=c\n"
              "[b]\nName=B\nIssuer=https://b.example\nClientId=c\n");
  accounts = tessera_accounts_new (FALSE, NULL);
  g_assert_cmpstr (tessera_accounts_get_config (accounts, 1)->name, ==, "B");
  state->signed_in = TRUE;
  g_assert_true (tessera_session_record_write ("b", state, NULL));
  second = g_list_model_get_item (G_LIST_MODEL (accounts), 1);
  g_assert_cmpint (tessera_account_get_state (second), ==, TESSERA_ACCOUNT_SIGNED_IN);

  g_assert_true (tessera_accounts_find (accounts, "B", NULL) == second);
  g_assert_true (tessera_accounts_find_id (accounts, "b") == second);
  write_file ("[b]\nName=New\nIssuer=https://b.example\nClientId=c\n"
              "[a]\nName=A\nIssuer=https://a.example\nClientId=c\n");
  tessera_accounts_reload (accounts);
  first = g_list_model_get_item (G_LIST_MODEL (accounts), 0);
  g_assert_true (first == second);
  g_assert_cmpstr (tessera_account_get_name (first), ==, "New");
  g_assert_cmpstr (tessera_accounts_get_config (accounts, 0)->name, ==, "New");
  g_assert_null (tessera_accounts_find (accounts, "B", NULL));
}

typedef struct
{
  guint n;
  guint position, removed, added; /* of the last one */
} Told;

static void
told_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Told *told = user_data;

  told->n++;
  told->position = position;
  told->removed = removed;
  told->added = added;
}

static void
assert_told (TesseraAccounts *accounts,
             Told *told,
             const char *text,
             guint position,
             guint removed,
             guint added)
{
  guint before = told->n;

  write_file (text);
  tessera_accounts_reload (accounts);
  g_assert_cmpuint (told->n, ==, before + 1);
  g_assert_cmpuint (told->position, ==, position);
  g_assert_cmpuint (told->removed, ==, removed);
  g_assert_cmpuint (told->added, ==, added);
}

/* What has not changed is not told of: the window would close what is open there. */
static void
test_tells_what_changed (void)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  Told told = { 0 };

  write_file ("[a]\nName=A\n[b]\nName=B\n[c]\nName=C\n");
  accounts = tessera_accounts_new (FALSE, NULL);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (told_cb), &told);
  tessera_accounts_reload (accounts);
  g_assert_cmpuint (told.n, ==, 0);
  assert_told (accounts, &told, "[a]\nName=A\n[c]\nName=C\n", 1, 1, 0);
  assert_told (accounts, &told, "[a]\nName=A\n[d]\nName=D\n[e]\nName=E\n[c]\nName=C\n", 1, 0, 2);
  assert_told (accounts, &told, "[a]\nName=A\n[e]\nName=E\n[d]\nName=D\n[c]\nName=C\n", 1, 2, 2);
  assert_told (accounts, &told, "", 0, 4, 0);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The window is not frozen while another program has the lock: the call returns, and Cancel ends
 * it with nothing written. */
static void
test_cancelled (void)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  g_autoptr (TesseraAccountConfig) config = make_config ("Late");
  g_autoptr (TesseraLock) lock = tessera_lock_acquire ("accounts", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = get_path ();

  tessera_accounts_add_async (accounts, config, cancellable, ready_cb, &result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tessera_accounts_add_finish (accounts, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The window sees what a terminal adds. */
/* Another process removes an account as soon as it has been changed. */
static void
test_removed_meanwhile (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &error);
  TesseraAccount *account = add (accounts, "Short-lived", &error);
  g_autoptr (TesseraAccountConfig) after
    = tessera_account_config_copy (tessera_account_get_config (account));
  g_autoptr (GAsyncResult) result = NULL;

  after->audience = g_strdup ("https://api.example.com");
  tessera_accounts_update_async (accounts, tessera_account_get_config (account), after, NULL,
                                 ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tessera_accounts_delete_entry (accounts, after->id, &error));
  g_assert_false (tessera_accounts_update_finish (accounts, result, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
}

static void
test_watch (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccounts) watching = tessera_accounts_new (TRUE, &error);
  g_autoptr (TesseraAccounts) other = tessera_accounts_new (FALSE, &error);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (watching)), ==, 0);
  g_assert_nonnull (add (other, "New", &error));
  while (g_list_model_get_n_items (G_LIST_MODEL (watching)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (tessera_accounts_find (watching, "New", &error));
}

/* After a reboot with a wrong clock, such as one without a battery has, a token lives no longer
 * than when it was new. */
static void
test_clock_set_back (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("Clock");
  g_autoptr (TesseraSessionRecord) state = g_new0 (TesseraSessionRecord, 1);
  g_autoptr (TesseraAccount) account = NULL;

  config->id = g_strdup ("clock");
  state->signed_in = TRUE;
  state->lifetime = 3600;
  state->expires_at = 1800003600;
  state->expires_boot = 4600;
  state->boot_id = g_strdup ("before");
  g_assert_true (tessera_session_record_write ("clock", state, NULL));
  account = tessera_account_new (config, FALSE);
  tessera_clock_set (1800000600, 10, "after");
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, 3000);
  tessera_clock_set (1000, 10, "after");
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, 3600);
  tessera_clock_unset ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/accounts/add", test_add);
  g_test_add_func ("/accounts/nobody-is-overwritten", test_nobody_is_overwritten);
  g_test_add_func ("/accounts/update", test_update);
  g_test_add_func ("/accounts/unknown-survives", test_unknown_survives);
  g_test_add_func ("/accounts/broken-is-left-alone", test_broken_is_left_alone);
  g_test_add_func ("/accounts/administrator", test_administrator);
  g_test_add_func ("/accounts/name-of-administrator", test_name_of_administrator);
  g_test_add_func ("/accounts/made-when-asked-for", test_made_when_asked_for);
  g_test_add_func ("/accounts/tells-what-changed", test_tells_what_changed);
  g_test_add_func ("/accounts/cancelled", test_cancelled);
  g_test_add_func ("/accounts/removed-meanwhile", test_removed_meanwhile);
  g_test_add_func ("/accounts/watch", test_watch);
  g_test_add_func ("/accounts/clock-set-back", test_clock_set_back);
  return g_test_run ();
}
