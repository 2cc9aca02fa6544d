/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Finds what a person cannot read in a window that has been laid out, or a screen reader cannot
 * name:
 *
 *   - a label in sight without text, or with text that is cut off, unless it has a tooltip or is
 *     the title of a window
 *   - a label, button, image or entry that what is around it cuts off, unless that scrolls
 *   - a widget that takes the keyboard and has no name (only where GTK_A11Y is "test")
 *
 * @window: one in sight. Returns: (transfer full) (element-type utf8): a sentence for each. */
GPtrArray *layout_check (GtkWidget *window);
