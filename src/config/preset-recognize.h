/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset.h"

/* What a person pasted, recognised: an address, an ID, or the file that Google gives out. */
typedef struct
{
  const TesseraPreset *preset;
  GHashTable *values; /* key of a field → its value; a client secret may be among them */
  const char *advice; /* (nullable) why that does not help, and what does; to be translated */
} TesseraPresetMatch;

void tessera_preset_match_free (TesseraPresetMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraPresetMatch, tessera_preset_match_free)

/* @pasted: UTF-8, with blanks around it perhaps, with a scheme or without, a page of the provider
 * or its metadata. The first rule of presets.conf that fits decides. Contacts nobody.
 * Returns: (transfer full) (nullable): NULL if no rule fits */
TesseraPresetMatch *tessera_preset_recognize (const char *pasted);

/* What was typed for @field of @preset, where a person may have pasted the address of a page.
 * @values: key of a field → value; takes what the address tells of other fields and it has not.
 * Contacts nobody. Returns: (transfer full), @typed itself where no rule of @preset fits.
 * Errors: TESSERA_CONFIG_ERROR_INVALID, with the advice of a page that does not help. */
char *tessera_preset_recognize_field (const TesseraPreset *preset,
                                      const TesseraPresetField *field,
                                      const char *typed,
                                      GHashTable *values,
                                      GError **error);
