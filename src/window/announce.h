/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Has a screen reader say @text (translated, plain) once, as soon as the focus has moved to where
 * what is going on takes it. @widget: one in the window that it is about; outside of a window
 * nothing is said.
 *
 * GTK 4.14 has gtk_accessible_announce() for this. Before, Orca reads out nothing that changes but
 * the description of the widget with the focus, so that has the text for a moment. */
void tessera_announce (GtkWidget *widget, const char *text);

/* Makes the buttons below @widget that show only an icon have only their own name: up to GTK 4.10 a
 * button is labelled by its image too, whose name is "GtkImage", and its tooltip says its name once
 * more. To be called again after an icon has changed. The menus of menu buttons below @widget are
 * named, too. */
void tessera_announce_name_icon_buttons (GtkWidget *widget);

/* Gives the items of @popover, a menu, their texts as their names, each time it opens: GTK 4.18
 * gives them none. */
void tessera_announce_name_menu (GtkWidget *popover);

/* Shows the entry inside of @widget to a screen reader, by the title of the row that @widget is or
 * is in, else by its placeholder (a GtkSearchEntry): up to GTK 4.8 the entry with the focus is
 * hidden from it. */
void tessera_announce_name_entry (GtkWidget *widget);
