/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A list of claims (claim.h), of which the first hundred that have what is searched for are shown,
 * and a hundred more at a click. Without any it is not to be seen.
 *
 * Properties:
 *   "title"  string: of the AdwPreferencesGroup */

#define TESSERA_TYPE_CLAIMS_GROUP (tessera_claims_group_get_type ())
G_DECLARE_FINAL_TYPE (TesseraClaimsGroup,
                      tessera_claims_group,
                      TESSERA,
                      CLAIMS_GROUP,
                      AdwPreferencesGroup)

/* @claims: (element-type TesseraClaim) (nullable) to show from now on; a reference is kept.
 * @words: (nullable) what is searched for. Returns: how many claims have it. */
guint tessera_claims_group_show (TesseraClaimsGroup *self, GPtrArray *claims, const char *words);
