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
