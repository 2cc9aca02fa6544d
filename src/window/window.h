/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"
#include "session.h"

/* The one window. One account is in view at a time, and its session's "view" alone chooses the page
 * of the one stack. Properties: "accounts" (construct only), "sessions" (GListStore), "session"
 * (the one in view, nullable), "problem" (string, nullable: why accounts.conf cannot be read). */

#define TESSERA_TYPE_WINDOW (tessera_window_get_type ())
G_DECLARE_FINAL_TYPE (TesseraWindow, tessera_window, TESSERA, WINDOW, AdwApplicationWindow)

GtkWindow *tessera_window_new (GtkApplication *application, TesseraAccounts *accounts);

TesseraAccounts *tessera_window_get_accounts (TesseraWindow *self);
TesseraSession *tessera_window_get_session (TesseraWindow *self);

/* Something in the window, for what a clipboard or toast needs. */
GtkWidget *tessera_window_get_content_widget (TesseraWindow *self);

/* Brings @account into view. */
void tessera_window_show_account (TesseraWindow *self, TesseraAccount *account);
