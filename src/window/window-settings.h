/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Gives @window the size that it had last, and keeps its size from now on. Returns: (transfer
 * full) (nullable) the application's settings; NULL where no schema is installed, as in a run
 * from the build tree: then nothing is kept. */
GSettings *tessera_window_settings_bind (GtkWindow *window);

/* Returns: how long a copied token stays in the clipboard, in seconds, at most 600; 0: until
 * something else takes it out. 60 where no schema is installed. */
guint tessera_window_settings_get_clipboard_seconds (void);
