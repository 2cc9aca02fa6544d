/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LD_PRELOAD: files are on a file system that has no locks, such as NFS without a lock service. */
#include <errno.h>
#include <sys/file.h>

int
flock (int fd, int operation)
{
  (void) fd;
  (void) operation;
  errno = ENOLCK;
  return -1;
}
