/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Scrolls what is around @widget until it is in sight, once it has its place: GTK scrolls to what
 * gets the keyboard, but not if that was hidden a moment before. */
void tessera_scroll_to (GtkWidget *widget);
