/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset.h"

/* All presets (presets.conf, a resource of the program, read once), in the order in which a person
 * sees them. Returns: (transfer none) (element-type TesseraPreset) */
const GPtrArray *tessera_presets_get_all (void);

/* The preset with that ID. @id: (nullable). Returns: (transfer none) (nullable) */
const TesseraPreset *tessera_presets_find_id (const char *id);

/* The preset of an account: the one with the ID @id (nullable), else the one that knows the host
 * of @uri (nullable): the issuer, or the authorization endpoint where there is no issuer. An @id
 * that is not known, of a newer Tessera perhaps, counts as none.
 * Returns: (transfer none) (nullable) */
const TesseraPreset *tessera_presets_find (const char *id, const char *uri);
