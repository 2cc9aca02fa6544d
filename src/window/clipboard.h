/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Puts @text into the clipboard of @widget's display, and says @toast (translated, plain text) in
 * the toast overlay around @widget. A secret is marked as one, so that clipboard managers that know
 * the mark keep no history of it. */
void tessera_clipboard_copy (GtkWidget *widget, const char *text, const char *toast);
void tessera_clipboard_copy_secret (GtkWidget *widget, const char *secret, const char *toast);

/* Says @text (translated, plain) there. */
void tessera_clipboard_confirm (GtkWidget *widget, const char *text);
