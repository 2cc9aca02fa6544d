/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsecret's file, which sandboxes have for a keyring: whoever has read it can tell that it was
 * written since. That libsecret does then read it again is proved in a sandbox (tests/flatpak):
 * Debian 12's never does. test-keyring-file --store TEXT, --delete: one write. */
#include <glib/gstdio.h>
#include <string.h>

#include "keyring-file.h"
#include "keyring.h"

#define ACCOUNT "a1"

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

static void delete (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_delete_async (id, TESSERA_KEYRING_TOKENS, NULL, ready_cb, &result);
  tessera_keyring_delete_finish (wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
elsewhere (const char *action, const char *text)
{
  const char *const argv[] = { program, action, text, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
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
      g_assert_cmpint (stored, >, before);
      elsewhere ("--delete", NULL);
      deleted = tessera_keyring_file_get_time ();
      g_assert_cmpint (deleted, >, stored);
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
  g_assert_cmpint (begun, >, before);
  g_assert_true (tessera_keyring_store_finish (wait_for (&result), NULL));
  g_assert_cmpint (tessera_keyring_file_get_time (), >, begun);
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
  path = tessera_keyring_file_get_path ();
  g_assert_null (path);
  g_assert_cmpint (tessera_keyring_file_get_time (), ==, 0);
  tessera_keyring_file_move_on (0);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
}

static int
run_tests (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("tessera-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "default.keyring", NULL);
  int status;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-file/writes", test_writes);
  g_test_add_func ("/keyring-file/begins", test_begins);
  g_test_add_func ("/keyring-file/time", test_time);
  g_test_add_func ("/keyring-file/service", test_service);
  status = g_test_run ();
  g_unlink (path);
  g_rmdir (directory);
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
  else
    return run_tests (argc, argv);
  return 0;
}
