/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lock-now.h"
#include "files-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What flock() is to fail with; 0: not at all. */
static int failure;

/* In place of the C library's. */
int
flock (int fd, int operation)
{
  if (failure == 0)
    return (int) syscall (SYS_flock, fd, operation);
  errno = failure;
  return -1;
}

/* Until a thread of this process stands in flock(2). */
static void
wait_until_blocked (void)
{
  g_autofree char *wanted = g_strdup_printf ("-> FLOCK  ADVISORY  WRITE %d ", (int) getpid ());
  gboolean blocked = FALSE;

  while (!blocked)
    {
      g_autofree char *locks = NULL;

      g_assert_true (g_file_get_contents ("/proc/locks", &locks, NULL, NULL));
      blocked = strstr (locks, wanted) != NULL;
    }
}

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
test_excludes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TesseraLock *first = tessera_lock_acquire ("one", &error);
  g_autoptr (TesseraLock) second = NULL;
  g_autoptr (TesseraLock) other = NULL;

  g_assert_no_error (error);
  tessera_lock_acquire_async ("one", NULL, ready_cb, &result);
  other = tessera_lock_acquire ("other", &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  g_clear_pointer (&first, tessera_lock_release);
  second = tessera_lock_acquire_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (second);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TesseraLock) again = NULL;
  TesseraLock *first = tessera_lock_acquire ("two", NULL);

  tessera_lock_acquire_async ("two", cancellable, ready_cb, &result);
  wait_until_blocked ();
  g_cancellable_cancel (cancellable);
  g_assert_null (tessera_lock_acquire_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (error->message, ==, "Waiting for another Tessera was cancelled.");
  /* Nobody took the lock that the thread got in the end: it is free again with its task. */
  g_clear_object (&result);
  g_clear_pointer (&first, tessera_lock_release);
  again = tessera_lock_acquire ("two", NULL);
  g_assert_nonnull (again);
}

/* Whoever waits while the file is removed must not end up with a lock that excludes nobody. */
static void
test_discard (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "tessera", "three.lock", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TesseraLock) second = NULL;
  TesseraLock *first = tessera_lock_acquire ("three", NULL);

  tessera_lock_acquire_async ("three", NULL, ready_cb, &result);
  wait_until_blocked ();
  g_clear_pointer (&first, tessera_lock_discard);
  second = tessera_lock_acquire_finish (wait_for (&result), NULL);
  g_assert_nonnull (second);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&second, tessera_lock_discard);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_impossible (void)
{
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "tessera", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (directory, "", 0, NULL));
  g_assert_null (tessera_lock_acquire ("four", &error));
  g_assert_error (error, TESSERA_FILES_ERROR, TESSERA_FILES_ERROR_FAILED);
}

/* What no waiting helps against is told at once, and what it is. */
static void
test_failures (void)
{
  static const struct
  {
    int number;
    TesseraFilesError code;
    const char *said;
  } failures[] = {
    { ENOLCK, TESSERA_FILES_ERROR_NO_LOCKS, "does not support locks" },
    { EOPNOTSUPP, TESSERA_FILES_ERROR_NO_LOCKS, "does not support locks" },
    { ENOSYS, TESSERA_FILES_ERROR_NO_LOCKS, "does not support locks" },
    { EMFILE, TESSERA_FILES_ERROR_FAILED, "too many files are open" },
    { ENFILE, TESSERA_FILES_ERROR_FAILED, "too many files are open" },
    { EACCES, TESSERA_FILES_ERROR_FAILED, "you are not allowed to write to it" },
    { EPERM, TESSERA_FILES_ERROR_FAILED, "you are not allowed to write to it" },
    { EROFS, TESSERA_FILES_ERROR_FAILED, "is read-only" },
    { ENOSPC, TESSERA_FILES_ERROR_FAILED, "the disk is full" },
    { EDQUOT, TESSERA_FILES_ERROR_FAILED, "the disk is full" },
    { EIO, TESSERA_FILES_ERROR_FAILED, "the disk reports an error" },
    { EBADF, TESSERA_FILES_ERROR_FAILED, "Bad file descriptor" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;

      failure = failures[i].number;
      g_assert_null (tessera_lock_acquire ("five", &error));
      g_assert_error (error, TESSERA_FILES_ERROR, (int) failures[i].code);
      g_assert_nonnull (strstr (error->message, failures[i].said));
      g_assert_nonnull (strstr (error->message, "five.lock"));
    }
  failure = 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/lock/excludes", test_excludes);
  g_test_add_func ("/lock/cancel", test_cancel);
  g_test_add_func ("/lock/discard", test_discard);
  g_test_add_func ("/lock/impossible", test_impossible);
  g_test_add_func ("/lock/failures", test_failures);
  return g_test_run ();
}
