/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Whether a label in sight, @widget or one below it, has @text in it. */
gboolean shown_text_in (GtkWidget *widget, const char *text);

/* Whether one in any window has: a question has a window of its own or, with newer libraries, is in
 * the window of the accounts. */
gboolean shown_text_anywhere (const char *text);
