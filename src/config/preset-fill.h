/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "preset.h"

/* Whether @typed, which may have blanks around it, has the shape that a value of @field usually
 * has. Shapes change: say so, but take the value. What may be left out may be empty. */
gboolean tessera_preset_field_fits (const TesseraPresetField *field, const char *typed);

/* Whether something can be derived from @typed, whatever its shape: a server is an address, and
 * what must be given is there. Errors: TESSERA_CONFIG_ERROR_INVALID. */
gboolean tessera_preset_field_check (const TesseraPreset *self,
                                     const TesseraPresetField *field,
                                     const char *typed,
                                     GError **error);

/* Derives an account from what the person typed. @values: key of a field → value; blanks around a
 * value do not count. Sets of @config: preset, issuer, endpoints, client ID and audience. The
 * client secret is for the caller to take from @values. Contacts nobody. Errors:
 * TESSERA_CONFIG_ERROR_INVALID for a field that is missing or unknown, or that nothing can be
 * derived from; @config is then half filled. */
gboolean tessera_preset_fill (const TesseraPreset *self,
                              GHashTable *values,
                              TesseraAccountConfig *config,
                              GError **error);

/* A name for such an account, "Okta – acme". Returns: (transfer full) */
char *tessera_preset_suggest_name (const TesseraPreset *self, const TesseraAccountConfig *config);
