/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-file.h"
#include "config-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
put (const char *text, gssize length)
{
  char *path = tessera_account_file_get_path ();
  g_autofree char *directory = g_path_get_dirname (path);

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  return path;
}

static void
assert_broken (const char *text, gssize length, const char *line)
{
  g_autofree char *path = put (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountFile) file = tessera_account_file_read (path, &error);

  g_assert_nonnull (file);
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, line));
}

static void
test_line (void)
{
  assert_broken ("nonsense\n", -1, "line 1.");
  assert_broken ("# c\n\n[a]\nName=A\nwhat is this\nIssuer=x\n[b]\nName=B\n", -1, "line 5.");
  assert_broken ("[a]\nName=A\n[b\nName=B\n", -1, "line 3.");
  assert_broken ("Name=A\n[b]\n", -1, "line 1.");
  assert_broken ("[a]\nName=A\n\n\noops", -1, "line 5.");
  assert_broken ("[a]\nName=\xff\n", -1, "line 2.");
  assert_broken ("[a]\nName=A\0B\n", 13, "line 2.");
}

static void
test_group_line (void)
{
  g_autofree char *path = put ("# top\n[a]\nName=A\n\n[b]\nIssuer=x\n[c]\nName=C\n", -1);
  g_autoptr (GPtrArray) configs
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_account_config_free);
  g_autoptr (TesseraAccountFile) file = tessera_account_file_read (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tessera_account_file_get_configs (file, FALSE, configs, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 5"));
  g_assert_cmpuint (configs->len, ==, 2);
}

static void
test_none (void)
{
  g_autofree char *path = tessera_account_file_get_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountFile) none = tessera_account_file_read (path, &error);
  g_autofree char *empty_path = NULL;
  g_autoptr (TesseraAccountFile) empty = NULL;

  g_assert_no_error (error);
  empty_path = put ("", 0);
  empty = tessera_account_file_read (empty_path, &error);
  g_assert_no_error (error);
}

static void
assert_unreadable (const char *path, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountFile) file = tessera_account_file_read (path, &error);

  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, reason));
  g_assert_nonnull (file);
}

/* A pipe that nobody writes to keeps nobody waiting. */
static void
test_no_regular_file (void)
{
  g_autofree char *path = put ("", 0);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_unreadable (path, "is not a regular file");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
  assert_unreadable (path, "is not a regular file");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_unreadable (path, "directory");
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, '#');

  assert_broken (text, -1, "is too large");
}

static void
test_write_keeps (void)
{
  g_autofree char *path
    = put ("# mine\n[a]\n# about the name\nName=A\nName[de]=Ä\nMine=1\n\n[other]\nName=O\nX=2\n",
           -1);
  g_autoptr (TesseraAccountFile) file = tessera_account_file_edit (path, NULL);
  static const char *const kept[]
    = { "# mine", "# about the name", "Name[de]=", "Mine=1", "[other]", "X=2", "Issuer=https://x" };
  g_autofree char *text = NULL;
  GStatBuf status;

  g_key_file_set_string (file->keys, "a", "Issuer", "https://x");
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_true (tessera_account_file_write (file, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_nonnull (strstr (text, kept[i]));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
}

static void
assert_mode (const char *path, int mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, mode);
}

static void
test_symbolic_link (void)
{
  g_autofree char *path = put ("", 0);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *target = g_build_filename (g_get_user_config_dir (), "dotfiles.conf", NULL);
  g_autoptr (TesseraAccountFile) file = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  /* Relative and dangling: the first account is written where the link points. */
  g_assert_cmpint (symlink ("../dotfiles.conf", path), ==, 0);
  file = tessera_account_file_edit (path, NULL);
  g_key_file_set_string (file->keys, "a", "Name", "A");
  g_assert_true (tessera_account_file_write (file, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Name=A"));
  assert_mode (target, 0600);
  /* In a repository that others read. */
  g_assert_cmpint (g_chmod (target, 0644), ==, 0);
  g_assert_true (tessera_account_file_write (file, NULL));
  assert_mode (target, 0644);
}

static void
test_modes (void)
{
  g_autofree char *path = tessera_account_file_get_path ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (TesseraAccountFile) file = tessera_account_file_edit (path, NULL);

  g_key_file_set_string (file->keys, "a", "Name", "A");
  g_assert_true (tessera_account_file_write (file, NULL));
  assert_mode (directory, 0700);
  assert_mode (path, 0600);
}

/* What could not be read again is not written. */
static void
test_grows_too_large (void)
{
  g_autofree char *path = put ("[a]\nName=A\n", -1);
  g_autofree char *most = g_strnfill (1024 * 1024 - strlen ("[a]\nName=A\nAudience=\n"), 'x');
  g_autofree char *more = g_strconcat (most, "x", NULL);
  g_autoptr (TesseraAccountFile) file = tessera_account_file_edit (path, NULL);
  g_autoptr (TesseraAccountFile) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_key_file_set_string (file->keys, "a", "Audience", more);
  g_assert_false (tessera_account_file_write (file, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "larger than 1 MiB"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "[a]\nName=A\n");
  g_key_file_set_string (file->keys, "a", "Audience", most);
  g_assert_true (tessera_account_file_write (file, &error));
  again = tessera_account_file_read (path, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/account-file/line", test_line);
  g_test_add_func ("/account-file/group-line", test_group_line);
  g_test_add_func ("/account-file/none", test_none);
  g_test_add_func ("/account-file/no-regular-file", test_no_regular_file);
  g_test_add_func ("/account-file/too-large", test_too_large);
  g_test_add_func ("/account-file/grows-too-large", test_grows_too_large);
  g_test_add_func ("/account-file/write-keeps", test_write_keeps);
  g_test_add_func ("/account-file/symbolic-link", test_symbolic_link);
  g_test_add_func ("/account-file/modes", test_modes);
  return g_test_run ();
}
