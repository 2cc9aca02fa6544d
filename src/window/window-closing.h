/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* For GtkWindowClass.close_request: hides @window now and destroys it once the event that closes it
 * is over. A key's event holds on to the widgets between the focus and the window, and GTK 4.8
 * warns when one of them outlives what its bindings look at. Returns: TRUE. */
gboolean tessera_window_closing_request (GtkWindow *window);
