/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring-file.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keyring-backend.h"
#include "keyring-error.h"

/* What the file may grow by with one item. */
#define ROOM (64 * 1024) /* bytes */

static gboolean
read_time (const char *path, gint64 *seconds)
{
  struct stat status;

  if (path == NULL || stat (path, &status) < 0)
    return FALSE;
  *seconds = status.st_mtim.tv_sec;
  return TRUE;
}

gint64
tessera_keyring_file_get_time (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  gint64 seconds = 0;

  read_time (path, &seconds);
  return seconds;
}

void
tessera_keyring_file_move_on (gint64 before)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  gint64 seconds;

  /* Not the time of the clock, which may have been set back: later than before is what counts. */
  if (read_time (path, &seconds) && seconds <= before)
    {
      const struct timespec times[] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = before + 1 } };

      utimensat (AT_FDCWD, path, times, 0);
    }
}

gint64
tessera_keyring_file_begin (void)
{
  tessera_keyring_file_move_on (tessera_keyring_file_get_time ());
  return tessera_keyring_file_get_time ();
}

/* libsecret writes the file anew beside the old one. Returns: errno */
static int
try_directory (const char *directory, gint64 size)
{
  int file, result;

  if (g_mkdir_with_parents (directory, 0700) < 0)
    return errno;
  /* Without a name: a program that is killed here leaves nothing behind. Not every file system can
   * do that. */
  file = open (directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
    return faccessat (AT_FDCWD, directory, W_OK, AT_EACCESS) < 0 ? errno : 0;
  if (file < 0)
    return errno;
  result = posix_fallocate (file, 0, size);
  g_close (file, NULL);
  return result;
}

gboolean
tessera_keyring_file_check_writable (GError **error)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();
  g_autofree char *directory = g_path_get_dirname (path);
  struct stat status = { .st_size = 0 };
  int result = 0;

  if (stat (path, &status) == 0 && faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
    result = errno;
  if (result == 0)
    result = try_directory (directory, status.st_size + ROOM);
  if (result != 0)
    g_set_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                 /* Translators: a file's path, and what the system said. */
                 _ ("The keyring’s file “%s” cannot be written: %s"), path, g_strerror (result));
  return result == 0;
}
