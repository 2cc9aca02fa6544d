/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* For GtkWindowClass.close_request: hides @window now, and destroys it after the event that
 * closed it. A key event holds references to the widgets between the focus and the window, and
 * GTK 4.8 warns when such a widget outlives the objects that its bindings use. Returns: TRUE. */
gboolean tessera_window_closing_request (GtkWindow *window);
