/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsecret's file, which sandboxes have for a keyring: whoever has read it can tell that it was
 * written since. That libsecret does then read it again is proved in a sandbox (tests/flatpak):
 * Debian 12's never does, and must find the file as it left it. test-keyring-file --store TEXT,
 * --delete: one write; --unlock: whether one could be made. */
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "keyring-backend.h"
#include "keyring-file.h"
#include "keyring.h"

#define ACCOUNT "a1"

/* What an older libsecret has written keeps its time. */
#define MOVES_ON SECRET_CHECK_VERSION (0, 21, 1)

static const char *program;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
store (const char *id, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_store_async (id, TESSERA_KEYRING_TOKENS, "Work", text, NULL, ready_cb, &result);
  tessera_keyring_store_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
assert_stored (const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *stored = NULL;

  tessera_keyring_lookup_async (ACCOUNT, TESSERA_KEYRING_TOKENS, NULL, ready_cb, &result);
  stored = tessera_keyring_lookup_finish (wait_for (&result), NULL);
  g_assert_cmpstr (stored, ==, text);
}

static void delete (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_delete_async (id, TESSERA_KEYRING_TOKENS, NULL, ready_cb, &result);
  tessera_keyring_delete_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

/* Prints why nothing could be stored. */
static void
unlock (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_unlock_async (NULL, ready_cb, &result);
  if (tessera_keyring_unlock_finish (wait_for (&result), &error))
    return;
  g_assert_cmpuint (error->domain, ==, TESSERA_KEYRING_ERROR);
  g_print ("%d %s", error->code, error->message);
}

/* libsecret opens its file once in a process. Returns: (transfer full) what was printed. */
static char *
ask_elsewhere (const char *action, const char *text, GSpawnChildSetupFunc setup)
{
  const char *const argv[] = { program, action, text, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, setup, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

static void
elsewhere (const char *action, const char *text)
{
  g_autofree char *output = ask_elsewhere (action, text, NULL);
}

static void
assert_unlocks (GSpawnChildSetupFunc setup)
{
  g_autofree char *output = ask_elsewhere ("--unlock", NULL, setup);

  g_assert_cmpstr (output, ==, "");
}

static void
assert_does_not_unlock (GSpawnChildSetupFunc setup, TesseraKeyringError code, const char *says)
{
  g_autofree char *output = ask_elsewhere ("--unlock", NULL, setup);

  g_assert_cmpint (g_ascii_strtoll (output, NULL, 10), ==, code);
  g_assert_nonnull (strstr (output, says));
}

/* Several writes in one second, by several processes: each leaves a time of its own. */
static void
test_writes (void)
{
  gint64 before = tessera_keyring_file_get_time ();

  g_assert_cmpint (before, ==, 0);
  for (int i = 0; i < 6; i++)
    {
      gint64 stored, deleted;

      elsewhere ("--store", "tokens");
      stored = tessera_keyring_file_get_time ();
      g_assert_cmpint (stored, >=, before + MOVES_ON);
      elsewhere ("--delete", NULL);
      deleted = tessera_keyring_file_get_time ();
      g_assert_cmpint (deleted, >=, stored + MOVES_ON);
      before = deleted;
    }
}

/* Whatever libsecret takes the file's time for, it reads the file again before it writes. */
static void
test_begins (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 before = tessera_keyring_file_get_time ();
  gint64 begun;

  g_assert_cmpint (before, >, 0);
  tessera_keyring_store_async (ACCOUNT, TESSERA_KEYRING_TOKENS, "Work", "tokens", NULL, ready_cb,
                               &result);
  begun = tessera_keyring_file_get_time ();
  g_assert_cmpint (begun, >=, before + MOVES_ON);
  g_assert_true (tessera_keyring_store_finish (wait_for (&result), NULL));
  g_assert_cmpint (tessera_keyring_file_get_time (), >=, begun + MOVES_ON);
}

/* As a renewal does: a look-up, and two writes. */
static void
test_writes_again (void)
{
  assert_stored ("tokens");
  store (ACCOUNT, "more tokens");
  store (ACCOUNT, "still more tokens");
  assert_stored ("still more tokens");
}

static void
test_time (void)
{
  gint64 before = tessera_keyring_file_get_time ();

  g_assert_cmpint (before, >, 0);
  tessera_keyring_file_move_on (before - 5);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, before);
  tessera_keyring_file_move_on (before);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, before + 1);
  /* As after a clock that was set back. */
  tessera_keyring_file_move_on (before + 3600);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, before + 3601);
}

/* Where the Secret Service has the items, there is no such file. */
static void
test_service (void)
{
  g_autofree char *path = NULL;

  g_setenv ("SECRET_BACKEND", "service", TRUE);
  path = tessera_keyring_backend_get_file ();
  g_assert_null (path);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, 0);
  tessera_keyring_file_move_on (0);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
}

static void
test_absent (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_lookup_async ("another", TESSERA_KEYRING_TOKENS, NULL, ready_cb, &result);
  g_assert_null (tessera_keyring_lookup_finish (wait_for (&result), &error));
  g_assert_no_error (error);
}

static guint
count_files (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir))
    count++;
  return count;
}

/* Leaves nothing behind, and changes nothing. */
static void
test_unlock (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  g_autofree char *directory = g_path_get_dirname (path);
  gint64 before = tessera_keyring_file_get_time ();
  guint files = count_files (directory);

  g_assert_cmpint (before, >, 0);
  assert_unlocks (NULL);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, before);
  g_assert_cmpuint (count_files (directory), ==, files);
}

/* The file's password cannot be had, as where the Secret portal gives none. */
static void
test_no_password (void)
{
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  assert_does_not_unlock (NULL, TESSERA_KEYRING_ERROR_FAILED, "The keyring failed: ");
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
}

/* As on a full disk, or with a quota that is used up. */
static void
allow_no_growth (gpointer user_data)
{
  const struct rlimit limit = { 4096, 4096 };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
test_no_room (void)
{
  assert_does_not_unlock (allow_no_growth, TESSERA_KEYRING_ERROR_FAILED,
                          "cannot be written: File too large");
}

/* Where a directory is wanted is a file. */
static void
test_no_directory (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  g_autofree char *below = g_build_filename (path, "keyrings", "default.keyring", NULL);

  g_setenv ("SECRET_FILE_TEST_PATH", below, TRUE);
  assert_does_not_unlock (NULL, TESSERA_KEYRING_ERROR_FAILED, "");
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
}

/* Asks as an ordinary user where it can, since root may write everything. */
static void
assert_not_writable (const char *path)
{
  g_autofree char *old = tessera_keyring_backend_get_file ();
  g_autoptr (GError) error = NULL;
  gboolean is_root = geteuid () == 0;

  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_assert_true (!is_root || seteuid (65534) == 0);
  g_assert_false (tessera_keyring_file_check_writable (&error));
  g_assert_true (!is_root || seteuid (0) == 0);
  g_setenv ("SECRET_FILE_TEST_PATH", old, TRUE);
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Permission denied"));
}

static void
test_read_only (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *other = g_build_filename (directory, "other.keyring", NULL);

  /* The file, in a directory where others can be made; then the directory. */
  g_assert_cmpint (g_chmod (directory, 0777), ==, 0);
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  assert_not_writable (path);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_cmpint (g_chmod (directory, 0555), ==, 0);
  assert_not_writable (other);
  g_assert_cmpint (g_chmod (directory, 0700), ==, 0);
}

static int
run_tests (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("tessera-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "default.keyring", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  int status;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-file/writes", test_writes);
  g_test_add_func ("/keyring-file/begins", test_begins);
  g_test_add_func ("/keyring-file/writes-again", test_writes_again);
  g_test_add_func ("/keyring-file/time", test_time);
  g_test_add_func ("/keyring-file/service", test_service);
  g_test_add_func ("/keyring-file/absent", test_absent);
  g_test_add_func ("/keyring-file/unlock", test_unlock);
  g_test_add_func ("/keyring-file/no-password", test_no_password);
  g_test_add_func ("/keyring-file/no-room", test_no_room);
  g_test_add_func ("/keyring-file/no-directory", test_no_directory);
  g_test_add_func ("/keyring-file/read-only", test_read_only);
  status = g_test_run ();
  g_unlink (path);
  g_unlink (backup);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  return status;
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--store") == 0)
    store (ACCOUNT, argv[2]);
  else if (argc == 2 && strcmp (argv[1], "--delete") == 0)
    delete (ACCOUNT);
  else if (argc == 2 && strcmp (argv[1], "--unlock") == 0)
    unlock ();
  else
    return run_tests (argc, argv);
  return 0;
}
