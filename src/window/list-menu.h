/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sessions.h"

#include <gtk/gtk.h>

/* Gives @view, of TesseraAccountRow and within an AdwBin, a menu for each row (account-actions.h):
 * with the right mouse button, a long press, the Menu key or Shift+F10. Ctrl+Shift+Up and
 * Ctrl+Shift+Down move the row that has the keyboard. */
void tessera_list_menu_attach (GtkListView *view, TesseraSessions *sessions);
