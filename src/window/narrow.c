/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "narrow.h"

#include <adwaita.h>

static void
wrap_label (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

/* A grid, unlike a box, decides on the widths before it knows a height. */
static void
lay_out_as_grid (GtkWidget *box)
{
  GtkLayoutManager *grid = gtk_grid_layout_new ();
  int column = 0;

  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (grid), gtk_box_get_spacing (GTK_BOX (box)));
  gtk_widget_set_layout_manager (box, grid);
  /* Its row is as high as the box, and the box no higher for that. */
  gtk_widget_set_vexpand (box, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkLayoutChild *cell = gtk_layout_manager_get_layout_child (grid, child);

      gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (cell), column++);
      gtk_widget_set_vexpand (child, TRUE);
    }
}

/* @group: an AdwPreferencesGroup, whose template has its header in a box. */
static void
lay_out_header (GtkWidget *group)
{
  GtkWidget *box = gtk_widget_get_first_child (group);
  GtkWidget *header = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  if (GTK_IS_BOX (header) && GTK_IS_BOX_LAYOUT (gtk_widget_get_layout_manager (header))
      && gtk_orientable_get_orientation (GTK_ORIENTABLE (header)) == GTK_ORIENTATION_HORIZONTAL)
    lay_out_as_grid (header);
}

void
tessera_narrow_allow (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (child))
    wrap_label (child);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    lay_out_header (widget);
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    tessera_narrow_allow (child);
}
