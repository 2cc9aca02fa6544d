/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What TesseraNavigation shows: @content, which scrolls, below a header bar with @title and a Back
 * button. @root: (nullable) whose focus tessera_pushed_page_return_focus() gives back. */
GtkWidget *tessera_pushed_page_new (const char *title, GtkWidget *content, GtkRoot *root);

/* Returns: (transfer none) the content of @page */
GtkWidget *tessera_pushed_page_get_content (GtkWidget *page);

/* Gives the keyboard to what comes first in @page: in its content, else to its Back button. */
void tessera_pushed_page_focus (GtkWidget *page);

/* Gives the keyboard back to the widget that had it before @page, if that is still there. */
void tessera_pushed_page_return_focus (GtkWidget *page);
