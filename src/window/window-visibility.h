/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Whether a person can see a window. Property, with notify:
 *   "visible"  boolean: the window is mapped, is not minimized, and has drawn its first frame */

#define TESSERA_TYPE_WINDOW_VISIBILITY (tessera_window_visibility_get_type ())
G_DECLARE_FINAL_TYPE (TesseraWindowVisibility,
                      tessera_window_visibility,
                      TESSERA,
                      WINDOW_VISIBILITY,
                      GObject)

/* @window: not yet mapped; not referenced, and must live longer than this object.
 * Returns: (transfer full) */
TesseraWindowVisibility *tessera_window_visibility_new (GtkWindow *window);

gboolean tessera_window_visibility_get_visible (TesseraWindowVisibility *self);
