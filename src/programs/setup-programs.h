/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-plan.h"
#include "setup-options.h"

/* What tells in a program's file that it asks for one account and no other. */
typedef enum
{
  TESSERA_SETUP_NAMES_ACCOUNT,
  TESSERA_SETUP_NAMES_HOSTS,
  TESSERA_SETUP_NAMES_NOBODY, /* it asks for every account */
} TesseraSetupNaming;

/* A row of the table. */
typedef struct
{
  const char *name;
  const char *title; /* a proper name */
  const char *summary;
  TesseraSetupNaming naming;
  char *(*get_path) (void); /* (nullable) its file. (transfer full) */
  void (*plan) (TesseraSetupPlan *plan,
                const char *path,
                const TesseraAccountConfig *account,
                const TesseraSetupOptions *options);
  /* (nullable) What the program itself says of the settings that count, from all of its files.
   * (transfer full) (nullable), NULL where it cannot be asked. */
  char *(*read) (void);
} TesseraSetupProgram;

/* In their order, up to one without a name. */
extern const TesseraSetupProgram tessera_setup_programs[];
