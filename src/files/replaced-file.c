/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "replaced-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Unlike plain PATH.XXXXXX no name that a person would give to a copy, such as PATH.backup. */
#define MARK   ".tessera-"
#define RANDOM "XXXXXX"

static gboolean
fail (const char *path, int number, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), _ ("“%s”: %s"), path,
               g_strerror (number));
  return FALSE;
}

static void
sweep (const char *directory, const char *path)
{
  g_autoptr (GDir) listing = g_dir_open (directory, 0, NULL);
  g_autofree char *own = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (own, MARK, NULL);
  gsize length = strlen (prefix) + strlen (RANDOM);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (g_str_has_prefix (name, prefix) && strlen (name) == length)
      {
        g_autofree char *leftover = g_build_filename (directory, name, NULL);

        g_unlink (leftover);
      }
}

static int
choose_mode (const char *path, int mode)
{
  struct stat status;

  return stat (path, &status) == 0 ? (int) (status.st_mode & 0777) : mode;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          text += n;
          length -= n;
        }
    }
  return TRUE;
}

/* Before the new name is given to it, the text is on the disk: a crash must not leave an empty
 * file. Returns: whether all went well, else errno tells. */
static gboolean
fill (const char *path, int fd, const char *text, gsize length, int mode)
{
  gboolean ok
    = fchmod (fd, choose_mode (path, mode)) == 0 && write_all (fd, text, length) && fsync (fd) == 0;
  int number = errno;

  if (close (fd) == 0 || !ok)
    errno = number;
  else
    ok = FALSE;
  return ok;
}

static void
sync_directory (const char *directory)
{
  int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
tessera_replaced_file_write (const char *path,
                             const char *text,
                             gsize length,
                             int mode,
                             gboolean durable,
                             GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *temporary = g_strconcat (path, MARK RANDOM, NULL);
  int fd, number;

  sweep (directory, path);
  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (path, errno, error);
  if (!fill (path, fd, text, length, mode) || rename (temporary, path) < 0)
    {
      number = errno;
      g_unlink (temporary);
      return fail (path, number, error);
    }
  if (durable)
    sync_directory (directory);
  return TRUE;
}
