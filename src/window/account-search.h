/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Returns: (transfer full) a filter of TesseraSession that looks for a text in an account's name,
 * its issuer, and who is signed in, whatever the case. */
GtkStringFilter *tessera_account_search_new (void);
