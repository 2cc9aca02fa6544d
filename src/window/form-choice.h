/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

#include <gtk/gtk.h>

/* What an account's configuration has one of a few values for: a row to choose from, each. The
 * first choice is always "as usual", without a value. */
typedef enum
{
  TESSERA_FORM_CHOICE_PRESET, /* in the order of presets.h */
  TESSERA_FORM_CHOICE_CLIENT_AUTH,
  TESSERA_FORM_CHOICE_ID_TOKEN_ALG,
  TESSERA_FORM_CHOICE_OFFLINE_ACCESS,
  TESSERA_FORM_CHOICE_N_FIELDS
} TesseraFormChoiceField;

/* Returns: the row that @config has; 0 also for a value that has no row. */
guint tessera_form_choice_find (const TesseraAccountConfig *config, TesseraFormChoiceField field);

/* Writes the value of the row @selected, unless that is the row of @shown: what a person has not
 * touched stays as it is. */
void tessera_form_choice_apply (TesseraAccountConfig *config,
                                const TesseraAccountConfig *shown,
                                TesseraFormChoiceField field,
                                guint selected);

/* The rows of TESSERA_FORM_CHOICE_PRESET. (transfer full) */
GtkStringList *tessera_form_choice_list_presets (void);
