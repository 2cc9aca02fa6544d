/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process-start.h"

#include "core-dump.h"

void
tessera_process_start (gboolean private)
{
  tessera_core_dump_disable (private);
  g_unsetenv ("SNAP_NAME");
}
