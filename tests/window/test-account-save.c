/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-save.h"

#include "config-error.h"
#include "accounts-now.h"
#include "lock-now.h"
#include "stage.h"

#include <libsecret/secret.h>
#include <signal.h>

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ended = user_data;

  *ended = g_object_ref (result);
}

static TesseraAccount *
finish (Stage *stage, GAsyncResult **ended, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  while (*ended == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (ended);
  return tessera_account_save_finish (stage->accounts, result, error);
}

static TesseraAccount *
save (Stage *stage, const TesseraAccountConfig *config, const char *secret, GError **error)
{
  GAsyncResult *ended = NULL;

  tessera_account_save_async (stage->accounts, config, secret, NULL, ended_cb, &ended);
  return finish (stage, &ended, error);
}

static TesseraAccountConfig *
make_new_config (Stage *stage, const char *name)
{
  TesseraAccountConfig *config = stage_copy_config (stage->account);

  g_clear_pointer (&config->id, g_free);
  g_clear_pointer (&config->name, g_free);
  config->name = g_strdup (name);
  return config;
}

static TesseraAccountConfig *
make_edited_config (Stage *stage)
{
  TesseraAccountConfig *config = stage_copy_config (stage->account);

  g_clear_pointer (&config->client_id, g_free);
  config->client_id = g_strdup ("other-client");
  return config;
}

static char *
look_up_secret (TesseraAccount *account)
{
  const SecretSchema schema = { .name = "any",
                                .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
                                .attributes = { { "account", 0 }, { "kind", 0 } } };

  return secret_password_lookup_sync (&schema, NULL, NULL, "account",
                                      tessera_account_get_config (account)->id, "kind",
                                      "client-secret", NULL);
}

/* Whatever blank lines it ends with. */
static char *
read_file (void)
{
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strchomp (text);
}

static void
test_adds_with_a_secret (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_new_config (stage, "Added");
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, "sesame", &error);
  g_autofree char *secret = NULL;

  g_assert_no_error (error);
  secret = look_up_secret (account);
  g_assert_cmpstr (secret, ==, "sesame");
  g_assert_true (account == tessera_accounts_find (stage->accounts, "Added", NULL));
}

static void
test_edits (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (account == stage->account);
  g_assert_cmpstr (tessera_account_get_config (account)->client_id, ==, "other-client");
}

static void
test_writes_no_unchanged_file (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) before = g_file_query_info (file, "unix::inode", 0, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, NULL, &error);
  g_autoptr (GFileInfo) after = g_file_query_info (file, "unix::inode", 0, NULL, NULL);

  g_assert_no_error (error);
  g_assert_true (account == stage->account);
  /* A file that is written is a new one. */
  g_assert_cmpuint (g_file_info_get_attribute_uint64 (before, "unix::inode"), ==,
                    g_file_info_get_attribute_uint64 (after, "unix::inode"));
}

static void
test_adds_nothing_that_is_taken (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config
    = make_new_config (stage, tessera_account_get_name (stage->account));
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, "sesame", &error);

  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS);
  g_assert_null (account);
}

static void
test_edits_nothing_that_is_gone (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  tessera_accounts_delete_entry (stage->accounts, config->id, &error);
  g_assert_no_error (error);
  account = save (stage, config, NULL, &error);
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
  g_assert_null (account);
}

/* Another program holds the lock: the window goes on answering meanwhile. */
static void
test_waits_for_another_program (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autofree char *before = read_file ();
  g_autofree char *now = NULL;
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  TesseraLock *lock = tessera_lock_acquire ("accounts", &error);
  GAsyncResult *ended = NULL;

  g_assert_no_error (error);
  tessera_account_save_async (stage->accounts, config, NULL, NULL, ended_cb, &ended);
  /* What the person does meanwhile: a whole sign-in. */
  stage_sign_in_elsewhere (stage);
  g_assert_null (ended);
  now = read_file ();
  g_assert_cmpstr (now, ==, before);
  tessera_lock_release (lock);
  account = finish (stage, &ended, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tessera_account_get_config (account)->client_id, ==, "other-client");
}

/* A form that is closed meanwhile has changed nothing. */
static void
test_cancel_while_waiting (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_new_config (stage, "Never added");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = read_file ();
  g_autofree char *after = NULL;
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  TesseraLock *lock = tessera_lock_acquire ("accounts", &error);
  GAsyncResult *ended = NULL;

  g_assert_no_error (error);
  tessera_account_save_async (stage->accounts, config, NULL, cancellable, ended_cb, &ended);
  g_cancellable_cancel (cancellable);
  account = finish (stage, &ended, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (account);
  tessera_lock_release (lock);
  after = read_file ();
  g_assert_cmpstr (after, ==, before);
}

static gboolean
is_file (const char *text)
{
  g_autofree char *now = read_file ();

  return g_str_equal (now, text);
}

/* Begins to save, with a keyring that hangs, and cancels when the configuration is written. */
static void
cancel_while_storing (Stage *stage, const TesseraAccountConfig *config)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = read_file ();
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *ended = NULL;

  stage_signal_keyring (SIGSTOP);
  tessera_account_save_async (stage->accounts, config, "sesame", cancellable, ended_cb, &ended);
  while (is_file (before))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  account = finish (stage, &ended, &error);
  stage_signal_keyring (SIGCONT);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (account);
  g_assert_true (is_file (before));
}

/* Another program changed something else meanwhile: that stays, whether this is stored or not. */
static void
test_leaves_what_changed_elsewhere (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autoptr (TesseraAccountConfig) elsewhere = stage_copy_config (stage->account);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = read_file ();
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *ended = NULL;

  stage_signal_keyring (SIGSTOP);
  tessera_account_save_async (stage->accounts, config, "sesame", cancellable, ended_cb, &ended);
  while (is_file (before))
    g_main_context_iteration (NULL, TRUE);
  elsewhere->audience = g_strdup ("elsewhere");
  g_free (elsewhere->client_id);
  elsewhere->client_id = g_strdup ("other-client");
  g_assert_true (tessera_accounts_update (stage->accounts, elsewhere, &error));
  g_cancellable_cancel (cancellable);
  account = finish (stage, &ended, &error);
  stage_signal_keyring (SIGCONT);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (tessera_account_get_config (stage->account)->client_id, ==, "tessera-demo");
  g_assert_cmpstr (tessera_account_get_config (stage->account)->audience, ==, "elsewhere");
}

static void
test_cancel_adds_nothing (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_new_config (stage, "Never added");

  cancel_while_storing (stage, config);
  g_assert_null (tessera_accounts_find (stage->accounts, "Never added", NULL));
}

static void
test_cancel_edits_nothing (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autofree char *secret = NULL;

  cancel_while_storing (stage, config);
  g_assert_cmpstr (tessera_account_get_config (stage->account)->client_id, ==, "tessera-demo");
  secret = look_up_secret (stage->account);
  g_assert_null (secret);
}

/* Run without a keyring. */
static void
test_adds_nothing_without_its_secret (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_new_config (stage, "Never added");
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, "sesame", &error);

  g_assert_cmpint (tessera_error_kind (error), ==, TESSERA_ERROR_KEYRING);
  g_assert_null (account);
  g_assert_null (tessera_accounts_find (stage->accounts, "Never added", NULL));
}

/* Run without a keyring. */
static void
test_edits_nothing_without_its_secret (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config = make_edited_config (stage);
  g_autofree char *before = read_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account = save (stage, config, "sesame", &error);

  g_assert_cmpint (tessera_error_kind (error), ==, TESSERA_ERROR_KEYRING);
  g_assert_null (account);
  g_assert_true (is_file (before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "absent"))
    {
      g_test_add_func ("/account-save/adds-nothing-without-its-secret",
                       test_adds_nothing_without_its_secret);
      g_test_add_func ("/account-save/edits-nothing-without-its-secret",
                       test_edits_nothing_without_its_secret);
      return g_test_run ();
    }
  g_test_add_func ("/account-save/adds-with-a-secret", test_adds_with_a_secret);
  g_test_add_func ("/account-save/edits", test_edits);
  g_test_add_func ("/account-save/writes-no-unchanged-file", test_writes_no_unchanged_file);
  g_test_add_func ("/account-save/adds-nothing-that-is-taken", test_adds_nothing_that_is_taken);
  g_test_add_func ("/account-save/edits-nothing-that-is-gone", test_edits_nothing_that_is_gone);
  g_test_add_func ("/account-save/waits-for-another-program", test_waits_for_another_program);
  g_test_add_func ("/account-save/cancel-while-waiting", test_cancel_while_waiting);
  g_test_add_func ("/account-save/leaves-what-changed-elsewhere",
                   test_leaves_what_changed_elsewhere);
  g_test_add_func ("/account-save/cancel-adds-nothing", test_cancel_adds_nothing);
  g_test_add_func ("/account-save/cancel-edits-nothing", test_cancel_edits_nothing);
  return g_test_run ();
}
