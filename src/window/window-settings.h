/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Gives @window the size that it had last, and keeps its size from now on. Returns: (transfer
 * full) (nullable) the application's settings; NULL where no schema is installed, as in a run
 * from the build tree: then nothing is kept. */
GSettings *tessera_window_settings_bind (GtkWindow *window);
