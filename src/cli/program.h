/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* What `tessera` and `tessera-online` have in common: locale, command line, answer, exit code. */
typedef struct
{
  const char *name;
  gboolean (*run) (TesseraCall *call, GError **error);
} TesseraProgramCommand;

/* @commands: those that this program can do, the last one with the name NULL. @may_exec_online: for
 * the others it becomes tessera-online. Returns: the exit code. */
int
tessera_program_run (const TesseraProgramCommand *commands, gboolean may_exec_online, char **argv);
