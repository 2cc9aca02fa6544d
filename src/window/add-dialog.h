/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* The dialog that adds an account, in three pages: who the provider is (provider-list.h), what it
 * gave the person (preset-form.h and form.h), and what it has to be told (registration.h). Going
 * back keeps what was typed.
 *
 * Signal "added" (TesseraAccount, gboolean): the account has been written; whether to sign in. */

#define TESSERA_TYPE_ADD_DIALOG (tessera_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAddDialog, tessera_add_dialog, TESSERA, ADD_DIALOG, AdwWindow)

GtkWindow *tessera_add_dialog_new (TesseraAccounts *accounts);
