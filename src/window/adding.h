/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Switches the actions "win.add" and "win.import-accounts" of @window off while the administrator
 * allows no account to be added (account-policy.h). What is below @window by now says why: the
 * tooltip of each button that adds, and the page that would ask for the first account. */
void tessera_adding_follow_policy (GtkWidget *window);
