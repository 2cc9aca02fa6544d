/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lock.h"
#include "files-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _TesseraLock
{
  int fd;
  char *path;
};

static char *
get_path (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".lock", NULL);

  return g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);
}

/* Whole sentences, so that each can be translated. Returns: a format with one "%s", the path. */
static const char *
choose_sentence (int number)
{
  switch (number)
    {
    case ENOLCK:
    case ENOSYS:
    case EOPNOTSUPP:
      return _ ("“%s” cannot be locked: the file system does not support locks (it may be NFS "
                "without a lock service).");
    case EMFILE:
    case ENFILE:
      return _ ("“%s” cannot be locked: too many files are open.");
    case EACCES:
    case EPERM:
      return _ ("“%s” cannot be locked: you are not allowed to write to it or to its folder.");
    case EROFS:
      return _ ("“%s” cannot be locked: the disk is read-only.");
    case ENOSPC:
    case EDQUOT:
      return _ ("“%s” cannot be locked: the disk is full.");
    case EIO:
      return _ ("“%s” cannot be locked: the disk reports an error.");
    default:
      return NULL;
    }
}

static gboolean
fail (const char *path, int number, GError **error)
{
  const char *sentence = choose_sentence (number);
  gboolean no_locks = number == ENOLCK || number == ENOSYS || number == EOPNOTSUPP;
  g_autoptr (GString) message = g_string_new (sentence);

  if (sentence != NULL)
    g_string_replace (message, "%s", path, 1);
  else
    g_string_printf (message, _ ("“%s” cannot be locked: %s."), path, g_strerror (number));
  g_set_error_literal (error, TESSERA_FILES_ERROR,
                       no_locks ? TESSERA_FILES_ERROR_NO_LOCKS : TESSERA_FILES_ERROR_FAILED,
                       message->str);
  return FALSE;
}

static gboolean
open_and_lock (TesseraLock *self, GError **error)
{
  int result;

  self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0)
    return fail (self->path, errno, error);
  do
    result = flock (self->fd, LOCK_EX);
  while (result < 0 && errno == EINTR);
  return result == 0 ? TRUE : fail (self->path, errno, error);
}

/* Whoever discards an account removes its lock file while others wait for it: what they get then
 * is the lock on a file that nobody else will ever open. */
static gboolean
is_current (const TesseraLock *self)
{
  struct stat held, named;

  return fstat (self->fd, &held) == 0 && stat (self->path, &named) == 0
         && held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

static TesseraLock *
acquire (const char *id, GError **error)
{
  g_autoptr (TesseraLock) self = g_new0 (TesseraLock, 1);
  g_autofree char *directory = NULL;

  self->fd = -1;
  self->path = get_path (id);
  directory = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (directory, 0700) < 0)
    {
      fail (self->path, errno, error);
      return NULL;
    }
  while (open_and_lock (self, error))
    {
      if (is_current (self))
        return g_steal_pointer (&self);
      close (self->fd);
    }
  return NULL;
}

static void
acquire_in_thread (GTask *task, gpointer source, gpointer id, GCancellable *cancellable)
{
  GError *error = NULL;
  TesseraLock *self = acquire (id, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) tessera_lock_release);
  else
    g_task_return_error (task, error);
}

void
tessera_lock_acquire_async (const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_lock_acquire_async);
  g_task_set_task_data (task, g_strdup (id), g_free);
  /* flock(2) cannot be interrupted from outside: the thread goes on waiting, and the lock that it
   * gets in the end is released with the result that nobody takes. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, acquire_in_thread);
}

TesseraLock *
tessera_lock_acquire_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) problem = NULL;
  TesseraLock *self = g_task_propagate_pointer (G_TASK (result), &problem);

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("Waiting for another Tessera was cancelled."));
  else if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return self;
}

void
tessera_lock_release (TesseraLock *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

void
tessera_lock_discard (TesseraLock *self)
{
  g_unlink (self->path);
  tessera_lock_release (self);
}
