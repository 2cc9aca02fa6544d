/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Where the keyboard is in the window, and the workarounds that this takes in GTK 4.8. Each stands
 * here with its reason. @stack: its children are TesseraPages that have been built. */

/* @stack shows another page: from now on Enter does what that page is for. The keyboard moves
 * there, unless the person is using it outside the pages. */
void tessera_window_focus_page (GtkWindow *window, GtkStack *stack);

/* The window has drawn its first frame since it was mapped: moves the keyboard to the page in
 * view. */
void tessera_window_focus_first_frame (GtkStack *stack);

/* The pages have come into view in place of what had the keyboard: moves it to the page in view. */
void tessera_window_focus_arrived (GtkStack *stack);

/* Whether @widget or a descendant of it has the keyboard. */
gboolean tessera_window_focus_is_in (GtkWidget *widget);
