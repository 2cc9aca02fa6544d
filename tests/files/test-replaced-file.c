/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replaced-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is to happen instead of the renaming: 0, an errno, or -1 for SIGKILL. */
static int instead;

/* In place of the C library's. */
int
rename (const char *from, const char *to)
{
  if (instead < 0)
    raise (SIGKILL);
  if (instead > 0)
    {
      errno = instead;
      return -1;
    }
  return (int) syscall (SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static char *
make_directory (void)
{
  char *directory = g_dir_make_tmp ("tessera-XXXXXX", NULL);

  g_assert_nonnull (directory);
  return directory;
}

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tessera_replaced_file_write (path, text, strlen (text), 0600, TRUE, &error));
  g_assert_no_error (error);
}

static void
assert_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_mode (const char *path, int mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, mode);
}

static guint
count_files (const char *directory)
{
  g_autoptr (GDir) listing = g_dir_open (directory, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (listing) != NULL)
    n++;
  return n;
}

static void
test_replaces (void)
{
  g_autofree char *directory = make_directory ();
  g_autofree char *path = g_build_filename (directory, "list", NULL);
  mode_t mask = umask (0);

  write_text (path, "one");
  umask (mask);
  assert_text (path, "one");
  assert_mode (path, 0600);
  write_text (path, "");
  assert_text (path, "");
  g_assert_cmpuint (count_files (directory), ==, 1);
}

/* A person who lets others read the file, or who keeps it in a repository, has chosen its mode. */
static void
test_keeps_the_mode (void)
{
  g_autofree char *directory = make_directory ();
  g_autofree char *path = g_build_filename (directory, "list", NULL);
  static const int modes[] = { 0644, 0640, 0400 };
  mode_t mask = umask (077);

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      write_text (path, "before");
      g_assert_cmpint (g_chmod (path, modes[i]), ==, 0);
      write_text (path, "after");
      assert_text (path, "after");
      assert_mode (path, modes[i]);
    }
  umask (mask);
}

static void
test_fails (void)
{
  g_autofree char *directory = make_directory ();
  g_autofree char *path = g_build_filename (directory, "list", NULL);
  g_autofree char *nowhere = g_build_filename (directory, "none", "list", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tessera_replaced_file_write (nowhere, "x", 1, 0600, FALSE, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);

  write_text (path, "before");
  instead = EIO;
  g_assert_false (tessera_replaced_file_write (path, "after", 5, 0600, FALSE, &error));
  instead = 0;
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_IO);
  assert_text (path, "before");
  g_assert_cmpuint (count_files (directory), ==, 1);
}

static void
kill_a_writer (const char *path)
{
  int status = 0;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      instead = -1;
      tessera_replaced_file_write (path, "half", 4, 0600, FALSE, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

/* What was left by one that was killed is gone with the next write of that file; what a person
 * keeps there, and what belongs to another file, is not. */
static void
test_sweeps (void)
{
  static const char *const others[] = { "list.backup", "list.a1B2c3", "list.tessera-longer0",
                                        "other.tessera-a1B2c3", "list2.tessera-a1B2c3" };
  g_autofree char *directory = make_directory ();
  g_autofree char *path = g_build_filename (directory, "list", NULL);
  guint n_others = G_N_ELEMENTS (others);

  for (gsize i = 0; i < n_others; i++)
    {
      g_autofree char *other = g_build_filename (directory, others[i], NULL);

      g_assert_true (g_file_set_contents (other, "mine", -1, NULL));
    }
  write_text (path, "before");
  kill_a_writer (path);
  assert_text (path, "before");
  g_assert_cmpuint (count_files (directory), ==, n_others + 2);
  write_text (path, "after");
  assert_text (path, "after");
  g_assert_cmpuint (count_files (directory), ==, n_others + 1);
  for (gsize i = 0; i < n_others; i++)
    {
      g_autofree char *other = g_build_filename (directory, others[i], NULL);

      assert_text (other, "mine");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/replaced-file/replaces", test_replaces);
  g_test_add_func ("/replaced-file/keeps-the-mode", test_keeps_the_mode);
  g_test_add_func ("/replaced-file/fails", test_fails);
  g_test_add_func ("/replaced-file/sweeps", test_sweeps);
  return g_test_run ();
}
