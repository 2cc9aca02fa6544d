/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the command line takes: the one list behind parsing, --help, the manual page's and the
 * completion's tests. */
typedef enum
{
  TESSERA_OPTION_FLAG,
  TESSERA_OPTION_ONE,  /* a value, given at most once */
  TESSERA_OPTION_MANY, /* a value, given any number of times */
} TesseraOptionKind;

typedef struct
{
  const char *name; /* without the two dashes */
  TesseraOptionKind kind;
  const char *value; /* what --help calls its value; NULL for a flag */
  const char *help;
} TesseraOption;

typedef struct
{
  const char *name;
  const char *arguments; /* "NAME", "[NAME]" or "" */
  const char *summary;
  gboolean online; /* done by tessera-online: needs a provider or a signature */
  const TesseraOption *options;
} TesseraCommand;

/* All commands, the last one with the name NULL. */
const TesseraCommand *tessera_commands_get (void);

/* (nullable) */
const TesseraCommand *tessera_command_find (const char *name);

/* What --help prints: of one command, or of the program (@command NULL). (transfer full) */
char *tessera_command_help (const TesseraCommand *command);
