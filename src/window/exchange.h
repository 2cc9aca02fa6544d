/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"

/* Files of accounts (account-exchange.h) in the window: chosen by the actions "win.import-accounts"
 * and "win.export-accounts", or dropped on it. */

void tessera_exchange_attach (GtkApplicationWindow *window, TesseraAccounts *accounts);

/* Shows what is in @file, to be imported, or why it cannot be. */
void tessera_exchange_open (GtkWindow *window, TesseraAccounts *accounts, GFile *file);
