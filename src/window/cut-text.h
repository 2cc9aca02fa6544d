/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Gives @widget a tooltip with the whole text of the first label in it that is cut off (ends with
 * "…"), while one is. */
void tessera_cut_text_explain (GtkWidget *widget);

/* The same for each AdwPreferencesRow that @widget is or holds. */
void tessera_cut_text_explain_rows (GtkWidget *widget);

/* The same for a template: handles "query-tooltip" of a widget that has "has-tooltip". */
gboolean tessera_cut_text_query_tooltip (GtkWidget *widget,
                                         int x,
                                         int y,
                                         gboolean keyboard,
                                         GtkTooltip *tooltip);
