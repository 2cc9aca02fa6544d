/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

#include <adwaita.h>

/* Says that a client secret is stored, and lets a person ask for its deletion. It is visible only
 * where there is one, and never has the secret itself.
 *
 * Signal "changed": whether it is to be deleted. */

#define TESSERA_TYPE_STORED_SECRET_ROW (tessera_stored_secret_row_get_type ())
G_DECLARE_FINAL_TYPE (TesseraStoredSecretRow,
                      tessera_stored_secret_row,
                      TESSERA,
                      STORED_SECRET_ROW,
                      AdwActionRow)

/* Asks the keyring whether it has a client secret of @account, which may ask the person for its
 * password; the first time only. */
void tessera_stored_secret_row_look_up (TesseraStoredSecretRow *self,
                                        TesseraAccount *account,
                                        GCancellable *cancellable);

/* Forgets what was looked up, and that the secret is to be deleted. */
void tessera_stored_secret_row_reset (TesseraStoredSecretRow *self);

/* Whether the stored secret is to be deleted. */
gboolean tessera_stored_secret_row_is_unwanted (TesseraStoredSecretRow *self);
