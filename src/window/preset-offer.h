/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset-recognize.h"

#include <adwaita.h>

/* A line with a button, shown where what a person pasted belongs to another provider than the one
 * that is being filled in: it says which, and offers that provider's own fields.
 *
 * Signal "chosen" (gpointer TesseraPresetMatch): the button. The match is the signal's. */

#define TESSERA_TYPE_PRESET_OFFER (tessera_preset_offer_get_type ())
G_DECLARE_FINAL_TYPE (TesseraPresetOffer, tessera_preset_offer, TESSERA, PRESET_OFFER, AdwBin)

/* Looks at what a person typed. @current: (nullable) the preset that is being filled in; NULL for
 * another provider. */
void tessera_preset_offer_look (TesseraPresetOffer *self,
                                const TesseraPreset *current,
                                const char *typed);
