/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The preference "run-in-background": the desktop starts the program when the person logs in, and
 * closing the window only hides it, so that its sessions are still renewed and their end is told.
 *
 * Signal "refused" (const char *): the desktop does not want it, and why, as a sentence; the
 * preference is off again. */

#define TESSERA_TYPE_BACKGROUND (tessera_background_get_type ())
G_DECLARE_FINAL_TYPE (TesseraBackground, tessera_background, TESSERA, BACKGROUND, GObject)

TesseraBackground *tessera_background_new (GSettings *settings);

/* Whether the program is to go on without a window. */
gboolean tessera_background_is_wanted (TesseraBackground *self);

/* Hides @window instead of closing it, for as long as that is wanted; a hidden one is closed when
 * it no longer is. */
void tessera_background_keep (TesseraBackground *self, GtkWindow *window);

/* Ends @window and what it does, also where it was only to be hidden. */
void tessera_background_end (GtkWindow *window);
