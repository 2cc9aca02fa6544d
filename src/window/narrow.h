/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Lets what @widget is or holds be as narrow as its words, as it is when this is called:
 *
 *   - The texts of buttons take several lines where there is no room for one. GTK 4.8 has no button
 *     that may be narrower than its label, and in a narrow window some languages need two lines.
 *   - The description of a group stays within the window: GTK measures it by its height, and a text
 *     from right to left may come out wider than there is room. */
void tessera_narrow_allow (GtkWidget *widget);
