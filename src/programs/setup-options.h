/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* What the command line says besides. */
typedef struct
{
  const char *role_arn; /* (nullable) aws */
  const char *command;  /* how this program is called: a word, or a path */
  const char *path;     /* its path, for programs that want one */
} TesseraSetupOptions;
