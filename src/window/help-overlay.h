/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Shows the keyboard shortcuts in a dialog of @window. */
void tessera_help_overlay_present (GtkApplicationWindow *window);
