/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-plan.h"
#include "setup-options.h"

/* A row of the table. */
typedef struct
{
  const char *name;
  const char *summary;
  char *(*get_path) (void); /* (nullable) its file. (transfer full) */
  void (*plan) (TesseraSetupPlan *plan,
                const char *path,
                const TesseraAccountConfig *account,
                const TesseraSetupOptions *options);
} TesseraSetupProgram;

/* In their order, up to one without a name. */
extern const TesseraSetupProgram tessera_setup_programs[];
