/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* Shows what is in a file of accounts (account-exchange.h) before anything of it is taken over:
 * each account, where it sends a person, and where it lets a token go.
 *
 * Signal "imported" (uint): so many accounts have been added. */

#define TESSERA_TYPE_IMPORT_DIALOG (tessera_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TesseraImportDialog, tessera_import_dialog, TESSERA, IMPORT_DIALOG, AdwWindow)

/* @file: a local one, read at once. Errors: those of tessera_account_exchange_read_path(). Returns:
 * (nullable) NULL where there is nothing to show. */
GtkWindow *tessera_import_dialog_new (TesseraAccounts *accounts, GFile *file, GError **error);
