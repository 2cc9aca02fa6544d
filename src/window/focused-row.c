/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "focused-row.h"

#include "window-focus.h"

struct TesseraFocusedRow
{
  char *title;
  guint index;
  GtkDirectionType direction; /* from which the keyboard comes to the same part of the row */
  GtkAdjustment *view;        /* (nullable) what scrolls the list */
  double place;               /* its value */
};

static void
keep_view (TesseraFocusedRow *self, GtkWidget *row)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (row, GTK_TYPE_VIEWPORT);

  if (viewport == NULL)
    return;
  self->view = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)));
  self->place = gtk_adjustment_get_value (self->view);
}

static const char *
get_title (GPtrArray *rows, guint index)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (rows->pdata[index]));
}

TesseraFocusedRow *
tessera_focused_row_release (GPtrArray *rows)
{
  guint i = 0;
  GtkRoot *root;
  TesseraFocusedRow *self;

  while (i < rows->len && !tessera_window_focus_is_in (rows->pdata[i]))
    i++;
  if (i == rows->len)
    return NULL;
  root = gtk_widget_get_root (rows->pdata[i]);
  self = g_new0 (TesseraFocusedRow, 1);
  self->title = g_strdup (get_title (rows, i));
  self->index = i;
  /* A button stands at the end of its row. */
  self->direction
    = GTK_IS_BUTTON (gtk_root_get_focus (root)) ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD;
  keep_view (self, rows->pdata[i]);
  gtk_root_set_focus (root, NULL);
  return self;
}

void
tessera_focused_row_restore (TesseraFocusedRow *self, GPtrArray *rows)
{
  guint i = 0;

  if (self == NULL || rows->len == 0)
    return;
  while (i < rows->len && g_strcmp0 (get_title (rows, i), self->title) != 0)
    i++;
  if (i == rows->len)
    i = MIN (self->index, rows->len - 1);
  gtk_widget_child_focus (rows->pdata[i], self->direction);
  /* GTK has scrolled to where the new row is before it has its place: to the top. */
  if (self->view != NULL)
    gtk_adjustment_set_value (self->view, self->place);
}

void
tessera_focused_row_free (TesseraFocusedRow *self)
{
  g_clear_object (&self->view);
  g_free (self->title);
  g_free (self);
}
