/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* The one window: the list of the accounts (account-list.h), and beside it, or in its place, one
 * account, on the page that the session's "view" names. Which one: shown-account.h.
 *
 * Properties:
 *   "accounts"  TesseraAccounts, construct only
 *   "session"   TesseraSession, nullable, with notify: the one whose page there is
 *   "session-in-view"  the same where a person sees it, NULL where the list is there instead
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
