/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* Adds an account with its client secret (nullable), or neither, and tells in the answer of @call
 * what to register. @config: has been checked. Errors: those of tessera_accounts_add_finish();
 * TESSERA_KEYRING_ERROR. */
gboolean tessera_new_account_add (TesseraCall *call,
                                  const TesseraAccountConfig *config,
                                  const char *secret,
                                  GError **error);
