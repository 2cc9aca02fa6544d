/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* The one window. It shows one account at a time, on the page that the session's "view" names.
 *
 * Properties:
 *   "accounts"  TesseraAccounts, construct only
 *   "sessions"  GListStore of TesseraSession, with notify
 *   "session"   TesseraSession, nullable, with notify: the one that is shown
 *   "problem"   string, nullable, with notify: why accounts.conf cannot be read
 *   "page"      string, with notify: the name of the page that is shown
 *
 * Actions: "win.add", "win.edit", "win.remove", "win.show-help-overlay", and those of
 * session-actions.h as "session.". */

#define TESSERA_TYPE_WINDOW (tessera_window_get_type ())
G_DECLARE_FINAL_TYPE (TesseraWindow, tessera_window, TESSERA, WINDOW, AdwApplicationWindow)

/* Returns: (transfer none) the window, owned by @application until it is closed. */
GtkWindow *tessera_window_new (GtkApplication *application, TesseraAccounts *accounts);

/* Shows @account, if it is one of the window's. */
void tessera_window_show_account (TesseraWindow *self, TesseraAccount *account);
