/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libc's calls, which a program and its libraries find here first. */
#include "fault-plan.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* What fortified headers make of open() without a mode. */
int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);

static gboolean
fails (const char *function, const char *path)
{
  int verdict = tessera_fault_strike (function, path);

  if (verdict == FAULT_NONE)
    return FALSE;
  if (verdict == FAULT_BLOCK)
    pause ();
  errno = verdict == FAULT_BLOCK ? EINTR : verdict;
  return TRUE;
}

static gboolean
fails_for_descriptor (const char *function, int fd)
{
  char link[sizeof "/proc/self/fd/-2147483648"];
  char path[4096];
  ssize_t length;

  g_snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  path[MAX (length, 0)] = '\0';
  return fails (function, path);
}

#define CALL(name, ...) ((__typeof__ (&name)) find (#name)) (__VA_ARGS__)

static void *
find (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

/* clang-format off */
#define DEFINE_OPEN(name)                                                                          \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    va_list arguments;                                                                             \
    mode_t mode;                                                                                   \
                                                                                                   \
    /* Left alone by the kernel where there is none. */                                            \
    va_start (arguments, flags);                                                                   \
    mode = va_arg (arguments, mode_t);                                                             \
    va_end (arguments);                                                                            \
    return fails ("open", path) ? -1 : CALL (name, path, flags, mode);                             \
  }
#define DEFINE_OPENAT(name)                                                                        \
  int name (int directory, const char *path, int flags, ...)                                       \
  {                                                                                                \
    va_list arguments;                                                                             \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (arguments, flags);                                                                   \
    mode = va_arg (arguments, mode_t);                                                             \
    va_end (arguments);                                                                            \
    return fails ("open", path) ? -1 : CALL (name, directory, path, flags, mode);                  \
  }
/* clang-format on */

DEFINE_OPEN (open)
DEFINE_OPEN (open64)
DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)

int
__open_2 (const char *path, int flags)
{
  return fails ("open", path) ? -1 : CALL (__open_2, path, flags);
}

int
__open64_2 (const char *path, int flags)
{
  return fails ("open", path) ? -1 : CALL (__open64_2, path, flags);
}

int
flock (int fd, int operation)
{
  return fails_for_descriptor ("flock", fd) ? -1 : CALL (flock, fd, operation);
}

int
fsync (int fd)
{
  return fails_for_descriptor ("fsync", fd) ? -1 : CALL (fsync, fd);
}

int
fdatasync (int fd)
{
  return fails_for_descriptor ("fsync", fd) ? -1 : CALL (fdatasync, fd);
}

ssize_t
write (int fd, const void *data, size_t length)
{
  return fails_for_descriptor ("write", fd) ? -1 : CALL (write, fd, data, length);
}

int
rename (const char *from, const char *to)
{
  return fails ("rename", to) ? -1 : CALL (rename, from, to);
}

int
unlink (const char *path)
{
  return fails ("unlink", path) ? -1 : CALL (unlink, path);
}
