/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* A dialog that adds or edits an account. It asks for what was registered at the provider, and
 * shows the exact redirect URI to register there.
 *
 * Signal "saved" (TesseraAccount): the account has been written. */

#define TESSERA_TYPE_FORM (tessera_form_get_type ())
G_DECLARE_FINAL_TYPE (TesseraForm, tessera_form, TESSERA, FORM, AdwWindow)

/* @account: (nullable) one of @accounts to edit; NULL adds one. */
GtkWindow *tessera_form_new (TesseraAccounts *accounts, TesseraAccount *account);
