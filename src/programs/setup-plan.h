/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What has to change for a program to ask Tessera. */

typedef enum
{
  TESSERA_SETUP_CHECK,   /* run argv, which prints what the file at path has of the name key: it is
                          * somebody else's unless value is in it */
  TESSERA_SETUP_COMMAND, /* run argv, which changes the file at path */
  TESSERA_SETUP_APPEND,  /* add text to the end of the file at path */
  TESSERA_SETUP_SECTION, /* put text, a section, into AWS's file at path */
  TESSERA_SETUP_BLOCK,   /* put text, a credentials_helper, into Terraform's file at path */
  TESSERA_SETUP_MEMBER,  /* in the JSON file at path, set the member key of object to value */
  TESSERA_SETUP_SHOW,    /* text, which the person puts where it belongs */
} TesseraSetupKind;

typedef struct
{
  TesseraSetupKind kind;
  char *path;   /* (nullable) */
  char **argv;  /* (nullable) */
  char *text;   /* (nullable) */
  char *object; /* (nullable) */
  char *key;    /* (nullable) */
  char *value;  /* (nullable); of a check or a section: what only this account's has */
} TesseraSetupChange;

typedef struct
{
  GPtrArray *changes;  /* TesseraSetupChange */
  char *missing;       /* (nullable) a sentence: why this cannot be done as it is */
  gboolean lacks_host; /* that is why: the account has no host */
} TesseraSetupPlan;

TesseraSetupPlan *tessera_setup_plan_new (void);
void tessera_setup_plan_free (TesseraSetupPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSetupPlan, tessera_setup_plan_free)

/* Each adds a change. Strings are copied. */
void tessera_setup_plan_check (TesseraSetupPlan *self,
                               const char *path,
                               const char *const *argv,
                               const char *name,
                               const char *mark);
void tessera_setup_plan_run (TesseraSetupPlan *self, const char *path, const char *const *argv);
void tessera_setup_plan_append (TesseraSetupPlan *self, const char *path, const char *text);
void tessera_setup_plan_put_section (TesseraSetupPlan *self,
                                     const char *path,
                                     const char *section,
                                     const char *mark);
void tessera_setup_plan_put_block (TesseraSetupPlan *self, const char *path, const char *block);
void tessera_setup_plan_set_member (TesseraSetupPlan *self,
                                    const char *path,
                                    const char *object,
                                    const char *key,
                                    const char *value);
void tessera_setup_plan_show (TesseraSetupPlan *self, const char *text);

/* The changes as a person reads them: comments begin with “#”. (transfer full) */
char *tessera_setup_plan_to_text (const TesseraSetupPlan *self);
