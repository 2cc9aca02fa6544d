/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"
#include "preset.h"

/* Appends to the text of @call what has to be registered at the provider of @config. */
void tessera_new_account_say_registration (TesseraCall *call, const TesseraAccountConfig *config);

/* The preset of @config, by its ID or its host. Returns: (transfer none) (nullable) */
const TesseraPreset *tessera_new_account_find_preset (const TesseraAccountConfig *config);

/* What is said of the return from a sign-out where the preset tells. (transfer full) (nullable) */
char *tessera_new_account_say_return (const TesseraPreset *preset);

/* Adds an account with its client secret (nullable), or neither, and tells in the answer of @call
 * what to register. @config: has been checked. Errors: those of tessera_accounts_add_finish();
 * TESSERA_KEYRING_ERROR. */
gboolean tessera_new_account_add (TesseraCall *call,
                                  const TesseraAccountConfig *config,
                                  const char *secret,
                                  GError **error);
