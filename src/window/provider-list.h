/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset.h"

#include <adwaita.h>

/* The providers that are known (presets.h), to be searched by name or by an address that was pasted
 * from one; and, always below them, another provider.
 *
 * Signal "chosen" (gpointer TesseraPreset, gpointer GHashTable, string): the provider, NULL for
 * another one; the values of its fields that are known from what was pasted, NULL for none; an
 * address that was pasted and belongs to no provider that is known, NULL for none. */

#define TESSERA_TYPE_PROVIDER_LIST (tessera_provider_list_get_type ())
G_DECLARE_FINAL_TYPE (TesseraProviderList, tessera_provider_list, TESSERA, PROVIDER_LIST, AdwBin)

/* Takes the keyboard to the search entry, which also takes what is typed anywhere on the page. */
void tessera_provider_list_focus (TesseraProviderList *self);
