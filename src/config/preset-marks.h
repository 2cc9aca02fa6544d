/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-provider.h"
#include "preset.h"

/* The preset whose marks the metadata of @provider has: many servers run on a domain of their own,
 * and only their endpoints tell what they are. Returns: (transfer none) (nullable) */
const TesseraPreset *tessera_preset_find_by_metadata (const OidcProvider *provider);
