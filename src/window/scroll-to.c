/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scroll-to.h"

static gboolean
scroll_cb (gpointer user_data)
{
  GtkWidget *widget = user_data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (viewport == NULL || !gtk_widget_get_mapped (widget)
      || !gtk_widget_compute_bounds (widget, gtk_widget_get_first_child (viewport), &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

void
tessera_scroll_to (GtkWidget *widget)
{
  /* After the next layout, which comes before the drawing. */
  g_idle_add_full (GDK_PRIORITY_REDRAW + 1, scroll_cb, g_object_ref (widget), g_object_unref);
}
