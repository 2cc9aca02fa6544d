/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-shim.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
write_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_file_set_contents (path, "text", -1, &error);
  return error == NULL ? g_steal_pointer (&path) : NULL;
}

/* GLib's own call, not one of this program. */
static void
test_nth_call (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  tessera_fault_set ("rename:2:errno:ENOSPC");
  first = write_file ("first");
  second = write_file ("second");
  third = write_file ("third");
  g_assert_nonnull (first);
  g_assert_null (second);
  g_assert_nonnull (third);
  g_assert_cmpuint (tessera_fault_count (), ==, 1);
}

static void
test_glob (void)
{
  g_autofree char *state = NULL;
  g_autofree char *other = NULL;

  tessera_fault_set ("rename@*/one.state:1+:errno:EROFS open@*/never:1:kill");
  other = write_file ("other.state");
  g_assert_nonnull (other);
  for (int i = 0; i < 3; i++)
    {
      state = write_file ("one.state");
      g_assert_null (state);
    }
  g_assert_cmpuint (tessera_fault_count (), ==, 3);
}

static void
test_each_file_call (void)
{
  g_autofree char *path = write_file ("each");
  g_autoptr (GError) error = NULL;
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);

  tessera_fault_set ("flock@*/each:1:errno:ENOLCK fsync@*/each:1:errno:EIO "
                     "write@*/each:1:errno:ENOSPC unlink@*/each:1:errno:EACCES "
                     "open@*/each:1:errno:EMFILE");
  g_assert_cmpint (flock (fd, LOCK_EX), ==, -1);
  g_assert_cmpint (errno, ==, ENOLCK);
  g_assert_cmpint (fsync (fd), ==, -1);
  g_assert_cmpint (errno, ==, EIO);
  g_assert_cmpint (write (fd, "x", 1), ==, -1);
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpint (g_unlink (path), ==, -1);
  g_assert_cmpint (errno, ==, EACCES);
  g_assert_cmpint (g_open (path, O_RDWR | O_CLOEXEC, 0), ==, -1);
  g_assert_cmpint (errno, ==, EMFILE);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_close (fd, &error));
}

static void
handled (int signal)
{
}

static void
test_block (void)
{
  g_autofree char *path = write_file ("block");
  struct itimerval soon = { .it_value = { .tv_usec = 1000 }, .it_interval = { .tv_usec = 1000 } };
  struct itimerval never = { 0 };
  struct sigaction action = { .sa_handler = handled };
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);

  tessera_fault_set ("flock:1:block");
  sigaction (SIGALRM, &action, NULL);
  setitimer (ITIMER_REAL, &soon, NULL);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, -1);
  g_assert_cmpint (errno, ==, EINTR);
  setitimer (ITIMER_REAL, &never, NULL);
  g_assert_true (g_close (fd, NULL));
}

/* What a preloaded program does that is told to end at its second file. */
static void
test_signal_process (void)
{
  tessera_fault_set (g_getenv ("FAULT"));
  g_free (write_file ("one"));
  g_free (write_file ("two"));
}

static void
test_signal (void)
{
  g_setenv ("FAULT", "rename@*/two:1:kill", TRUE);
  g_test_trap_subprocess ("/fault-shim/signal/subprocess/process", 0, 0);
  g_test_trap_assert_failed ();
  g_setenv ("FAULT", "rename@*/two:1:int", TRUE);
  g_test_trap_subprocess ("/fault-shim/signal/subprocess/process", 0, 0);
  g_test_trap_assert_failed ();
  g_setenv ("FAULT", "rename@*/three:1:kill", TRUE);
  g_test_trap_subprocess ("/fault-shim/signal/subprocess/process", 0, 0);
  g_test_trap_assert_passed ();
}

/* Returns: how a preloaded program ended, as from waitpid(). */
static int
run_preloaded (const char *program, const char *fault, const char *log)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", FAULT_SHIM, TRUE);
  g_subprocess_launcher_setenv (launcher, "TESSERA_TEST_FAULT", fault, TRUE);
  g_subprocess_launcher_setenv (launcher, "TESSERA_TEST_FAULT_LOG", log, TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "verify_asan_link_order=0", TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, program, "/proc/version", NULL);
  g_assert_nonnull (process);
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_status (process);
}

static void
test_preloaded (void)
{
  g_autofree char *log = g_build_filename (g_get_user_data_dir (), "log", NULL);
  g_autofree char *renamed = g_build_filename (g_get_user_data_dir (), "test-cat", NULL);
  g_autofree char *cat = g_find_program_in_path ("cat");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  tessera_fault_set (NULL);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_no_errno (symlink (cat, renamed));
  g_assert_cmpint (run_preloaded (cat, "write:1:kill", log), ==, 0);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (WIFEXITED (run_preloaded (renamed, "write@*nowhere:1:kill", log)));
  g_assert_cmpint (WTERMSIG (run_preloaded (renamed, "nonsense", log)), ==, SIGABRT);
  g_assert_cmpint (WTERMSIG (run_preloaded (renamed, "open:x:kill", log)), ==, SIGABRT);
  g_assert_cmpint (WTERMSIG (run_preloaded (renamed, "open:1:die", log)), ==, SIGABRT);
  g_assert_cmpint (WTERMSIG (run_preloaded (renamed, "write:1:kill", log)), ==, SIGKILL);
  g_file_get_contents (log, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, " write "));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_keyring (void)
{
  const SecretSchema schema = { .name = "test", .attributes = { { "kind", 0 } } };
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GAsyncResult) blocked = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (attributes, (char *) "kind", (char *) "tokens");
  tessera_fault_set ("secret_password_lookupv@tokens:1:errno:ENOSPC secret_password_clearv:1:block "
                     "secret_password_lookupv@client-secret:1:kill");
  secret_password_lookupv (&schema, attributes, NULL, done_cb, &failed);
  while (failed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (secret_password_lookup_binary_finish (failed, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);

  secret_password_clearv (&schema, attributes, cancellable, done_cb, &blocked);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (blocked);
  g_cancellable_cancel (cancellable);
  while (blocked == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (secret_password_clear_finish (blocked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/fault-shim/nth-call", test_nth_call);
  g_test_add_func ("/fault-shim/glob", test_glob);
  g_test_add_func ("/fault-shim/each-file-call", test_each_file_call);
  g_test_add_func ("/fault-shim/block", test_block);
  g_test_add_func ("/fault-shim/signal/subprocess/process", test_signal_process);
  g_test_add_func ("/fault-shim/signal", test_signal);
  g_test_add_func ("/fault-shim/preloaded", test_preloaded);
  g_test_add_func ("/fault-shim/keyring", test_keyring);
  return g_test_run ();
}
