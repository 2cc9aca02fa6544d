/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cut-text.h"

#include <adwaita.h>

/* Returns: (transfer none) (nullable) */
static const char *
find_cut_text (GtkWidget *widget)
{
  const char *text = NULL;

  /* A row has a second title, which is only in sight while its entry is empty. */
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) < 0.5)
    return NULL;
  if (GTK_IS_LABEL (widget)
      && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = find_cut_text (child);
  return text;
}

gboolean
tessera_cut_text_query_tooltip (GtkWidget *widget,
                                int x,
                                int y,
                                gboolean keyboard,
                                GtkTooltip *tooltip)
{
  const char *text = find_cut_text (widget);

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

void
tessera_cut_text_explain (GtkWidget *widget)
{
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (tessera_cut_text_query_tooltip), NULL);
}

void
tessera_cut_text_explain_rows (GtkWidget *widget)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    tessera_cut_text_explain (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tessera_cut_text_explain_rows (child);
}
