/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* The room cli: `tessera`, the terminal. Two programs with one command line:
 *
 *   main, main-online   which commands each of the two programs can do
 *   program             from the command line to the answer and the exit code
 *   command             the table of commands and options, for parsing and --help
 *   call, options       one call of a command: what was given, and the answer
 *   command-…           the commands
 *   terminal            how text looks on a terminal;  secret-input  a client secret from stdin
 *
 * Knows account, secret, text and files.
 *
 * What `tessera` and `tessera-online` have in common: locale, command line, answer, exit code. */
typedef struct
{
  const char *name;
  gboolean (*run) (TesseraCall *call, GError **error);
} TesseraProgramCommand;

/* @commands: those that this program can do, the last one with the name NULL. @may_exec_online: for
 * the others it becomes tessera-online. Returns: the exit code. */
int
tessera_program_run (const TesseraProgramCommand *commands, gboolean may_exec_online, char **argv);
