/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "shown-account.h"

/* What a person can do with the accounts of the list, for gtk_widget_insert_action_group() under
 * the name "accounts". Each of these takes an account's ID:
 *
 *   "copy-token", "sign-in", "sign-out", "edit", "duplicate", "remove", "move-up", "move-down"
 *
 * And these move between the accounts:
 *
 *   "show-nth" (int)  shows the one at that place, 0 the first
 *   "step" (int)      shows the one that stands so many places after the one that is shown
 *   "show-list"       shows the list, where it is not beside the page
 *
 * @widget: one in the window's toast overlay; "win.edit" is looked for there. Returns:
 * (transfer full) */
GSimpleActionGroup *tessera_account_actions_new (TesseraSessions *sessions,
                                                 TesseraShownAccount *shown,
                                                 GtkWidget *widget);
