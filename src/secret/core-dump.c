/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-dump.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void
tessera_core_dump_disable (gboolean private)
{
  struct rlimit limit;

  /* The soft limit alone: the browser that is started from here may raise its own again. */
  if (getrlimit (RLIMIT_CORE, &limit) == 0)
    {
      limit.rlim_cur = 0;
      setrlimit (RLIMIT_CORE, &limit);
    }
  if (private && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
