/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-dump.h"

#include <sys/prctl.h>
#include <sys/resource.h>

/* Linux ignores the limit where core dumps go to a program (core(5), "Piping core dumps to a
 * program"), except for this very value, with which it keeps such a program's own crash from
 * starting the program again (fs/coredump.c). For a file, one byte is too little as well. */
#define NO_CORE_DUMP 1

/* The soft limit alone: the browser that is started from here may raise its own again. Returns:
 * FALSE where not even a byte is allowed, which forbids files only. */
static gboolean
lower_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return FALSE;
  limit.rlim_cur = NO_CORE_DUMP;
  return setrlimit (RLIMIT_CORE, &limit) == 0;
}

void
tessera_core_dump_disable (gboolean private)
{
  gboolean lowered = lower_limit ();

  /* In a Flatpak, the portal that gives the keyring's password would turn the program down. */
  if ((private || !lowered) && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
