/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A widget over which pages are pushed, and taken away again. The only file that knows how; to be
 * replaced by AdwNavigationView when libadwaita 1.4 is the oldest.
 *
 * Properties:
 *   "root"     GtkWidget: what there is below all pages
 *   "at-root"  boolean, with notify: no page lies over it
 *
 * Action "navigation.pop": takes the uppermost page away. A pushed page has a Back button for it;
 * Escape and Alt+Left do the same. */

#define TESSERA_TYPE_NAVIGATION (tessera_navigation_get_type ())
G_DECLARE_FINAL_TYPE (TesseraNavigation, tessera_navigation, TESSERA, NAVIGATION, AdwBin)

/* Shows @content, in what scrolls, below a header bar with @title (translated), and gives it the
 * keyboard. */
void tessera_navigation_push (TesseraNavigation *self, const char *title, GtkWidget *content);

/* Returns: (transfer none) (nullable) the content of the uppermost page, NULL at the root */
GtkWidget *tessera_navigation_get_content (TesseraNavigation *self);

/* Takes the uppermost page away, if there is one, and gives the keyboard back to the widget that
 * had it before. */
void tessera_navigation_pop (TesseraNavigation *self);

/* Takes all pages away. */
void tessera_navigation_pop_to_root (TesseraNavigation *self);
