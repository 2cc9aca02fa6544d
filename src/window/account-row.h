/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* A row of the list: what there is to say of a session, kept up to date, and a button that copies
 * its access token. It asks no keyring for anything. To be a child of a list item, which gets its
 * accessible name. */

#define TESSERA_TYPE_ACCOUNT_ROW (tessera_account_row_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAccountRow, tessera_account_row, TESSERA, ACCOUNT_ROW, AdwBin)

/* Returns: (transfer floating) */
GtkWidget *tessera_account_row_new (void);

/* @session: (nullable) the one to show from now on. */
void tessera_account_row_set_session (TesseraAccountRow *self, TesseraSession *session);

/* (transfer none) (nullable) */
TesseraSession *tessera_account_row_get_session (TesseraAccountRow *self);

/* The row at that point of @view, whose list items have rows as children, and the row that has the
 * keyboard, or is around what has it. (transfer none) (nullable) */
TesseraAccountRow *tessera_account_row_find_at (GtkWidget *view, double x, double y);
TesseraAccountRow *tessera_account_row_find_focus (GtkWidget *view);
