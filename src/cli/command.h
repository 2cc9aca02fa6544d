/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "options.h"

/* What the command line takes: the one table behind parsing, --help, and the tests of the manual
 * page and of the completion. */
typedef struct
{
  const char *name;
  const char *arguments; /* "NAME", "[NAME]", "[COMMAND]", or NULL: none */
  const char *summary;
  const GOptionEntry *entries; /* besides those of every command; they fill a TesseraOptions */
  const GOptionEntry *more;    /* (nullable) others that the command shares with another one */
  gboolean takes_words;        /* any number of arguments, which the command itself reads */
} TesseraCommand;

/* (nullable) */
const TesseraCommand *tessera_command_find (const char *name);

/* The command that somebody who typed @name may have meant. (nullable) */
const TesseraCommand *tessera_command_find_similar (const char *name);

/* What reads the options of @command into @options. @command NULL: those that may stand before a
 * command, and the reading ends at the first argument. (transfer full) */
GOptionContext *tessera_command_make_context (const TesseraCommand *command,
                                              TesseraOptions *options);

/* What --help prints: of one command, or of the program (@command NULL). Names the process after
 * the command, since GOption begins its text so. (transfer full) */
char *tessera_command_help (const TesseraCommand *command);
