/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "preset-recognize.h"

#include <adwaita.h>

/* What a provider's preset asks for, in the provider's own words: a row for each field. Below them
 * stands the issuer that follows, and what the provider answers there.
 *
 * Signals:
 *   "changed"                                  something was typed, or found out
 *   "activated"                                Enter in a row
 *   "recognized" (gpointer TesseraPresetMatch) the person wants the provider that an address that
 *                                              was pasted belongs to; the match is the signal's */

#define TESSERA_TYPE_PRESET_FORM (tessera_preset_form_get_type ())
G_DECLARE_FINAL_TYPE (TesseraPresetForm, tessera_preset_form, TESSERA, PRESET_FORM, AdwBin)

/* Asks for the fields of @preset (static). @values: (nullable) key of a field → value, known
 * already. */
void
tessera_preset_form_show (TesseraPresetForm *self, const TesseraPreset *preset, GHashTable *values);

/* Shows the rows of what may be left out, too. */
void tessera_preset_form_show_more (TesseraPresetForm *self);

void tessera_preset_form_focus (TesseraPresetForm *self);

/* Writes what follows from the fields into @config. Errors: TESSERA_CONFIG_ERROR_INVALID, of the
 * first row that nothing can be made of; @config is then half filled. */
gboolean
tessera_preset_form_fill (TesseraPresetForm *self, TesseraAccountConfig *config, GError **error);

/* Returns: (transfer full) (nullable) the client secret that was typed */
char *tessera_preset_form_dup_client_secret (TesseraPresetForm *self);

/* Marks the first row that nothing can be made of, and takes the keyboard there. What an address
 * that was pasted says of other fields is entered there. Returns: why, NULL if all is well;
 * (transfer full) (nullable) */
GError *tessera_preset_form_check (TesseraPresetForm *self);
