/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"

/* Adds an account with the settings of @account and a name of its own, "Work copy". It is
 * not signed in, has no client secret, and names no hosts (only one account may name a host). A
 * toast around @widget says so, or why it could not be added. */
void
tessera_account_duplicate (TesseraAccounts *accounts, TesseraAccount *account, GtkWidget *widget);
