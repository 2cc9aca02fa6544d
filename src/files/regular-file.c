/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bounded-read.h"

static gboolean
fail (const char *path, int number, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), _ ("“%s”: %s"), path,
               g_strerror (number));
  return FALSE;
}

/* @status: (out) */
static gboolean
check_regular (int fd, const char *path, struct stat *status, GError **error)
{
  if (fstat (fd, status) < 0)
    return fail (path, errno, error);
  if (S_ISREG (status->st_mode))
    return TRUE;
  if (S_ISDIR (status->st_mode))
    return fail (path, EISDIR, error);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _ ("“%s” is not a regular file"), path);
  return FALSE;
}

gboolean
tessera_regular_file_read (const char *path,
                           gsize limit,
                           char **text,
                           gsize *length,
                           GError **error)
{
  /* Without O_NONBLOCK a pipe is not even opened before somebody writes to it. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  g_autoptr (GString) read = NULL;
  struct stat status;

  if (fd < 0)
    return fail (path, errno, error);
  if (check_regular (fd, path, &status, error))
    {
      read = tessera_bounded_read (fd, limit);
      if (!read)
        fail (path, errno, error);
    }
  close (fd);
  if (!read)
    return FALSE;
  *length = read->len;
  *text = g_string_free (g_steal_pointer (&read), FALSE);
  return TRUE;
}
