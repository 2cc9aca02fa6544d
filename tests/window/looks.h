/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* How a window can look: light, dark, with high contrast, with large text, from right to left,
 * narrow, low, wide, and in each language. */

/* Before GTK begins. @name: a language of po/LINGUAS, "en" or "high-contrast". */
void looks_begin (const char *name);

/* Once GTK has begun, before the first window. */
void looks_prepare (void);

/* Shows @window in all looks of the run, one after the other, and has layout_check() look at each.
 * What that finds fails the test, after all looks. With a directory in TESSERA_PICTURES, a picture
 * of each is written there. @state: what the window shows, for the pictures' names. */
void looks_take (GtkWidget *window, const char *state);
