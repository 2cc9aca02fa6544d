/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-drag.h"

#include "account-row.h"

typedef struct
{
  GtkWidget *view; /* unowned: it owns this */
  TesseraSessions *sessions;
  GtkWidget *marked; /* weak, nullable: the row at which the other one would go */
} Drag;

static void
unmark (Drag *self)
{
  if (self->marked != NULL)
    {
      gtk_widget_remove_css_class (self->marked, "drop-above");
      gtk_widget_remove_css_class (self->marked, "drop-below");
    }
  g_clear_weak_pointer (&self->marked);
}

static void
drag_free (Drag *self)
{
  g_clear_weak_pointer (&self->marked);
  g_clear_object (&self->sessions);
  g_free (self);
}

static guint
find_position (Drag *self, TesseraSession *session)
{
  return tessera_sessions_find (
    self->sessions, tessera_account_get_config (tessera_session_get_account (session))->id);
}

static gboolean
shows_all (Drag *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->view)));

  return model != NULL
         && g_list_model_get_n_items (model)
              == g_list_model_get_n_items (G_LIST_MODEL (self->sessions));
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, Drag *self)
{
  TesseraAccountRow *row = tessera_account_row_find_at (self->view, x, y);
  TesseraSession *session = row != NULL ? tessera_account_row_get_session (row) : NULL;
  g_autoptr (GdkPaintable) picture = NULL;

  if (session == NULL || !shows_all (self))
    return NULL;
  picture = gtk_widget_paintable_new (GTK_WIDGET (row));
  gtk_drag_source_set_icon (source, picture, 0, 0);
  return gdk_content_provider_new_typed (TESSERA_TYPE_SESSION, session);
}

/* The lower half of a row stands for the place below it. */
static gboolean
is_below (Drag *self, TesseraAccountRow *row, double y)
{
  double top = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (row), self->view, 0, 0, NULL, &top);
  return y > top + gtk_widget_get_height (GTK_WIDGET (row)) / 2.0;
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, Drag *self)
{
  TesseraAccountRow *row = tessera_account_row_find_at (self->view, x, y);

  unmark (self);
  if (row == NULL)
    return 0;
  g_set_weak_pointer (&self->marked, gtk_widget_get_parent (GTK_WIDGET (row)));
  gtk_widget_add_css_class (self->marked, is_below (self, row, y) ? "drop-below" : "drop-above");
  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, Drag *self)
{
  unmark (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, Drag *self)
{
  TesseraAccountRow *row = tessera_account_row_find_at (self->view, x, y);
  guint from = find_position (self, g_value_get_object (value));
  guint to;

  unmark (self);
  if (row == NULL || from == G_MAXUINT)
    return FALSE;
  to = find_position (self, tessera_account_row_get_session (row)) + is_below (self, row, y);
  /* It leaves its own place first. */
  if (to > from)
    to--;
  if (to != from)
    tessera_sessions_move (self->sessions, from, to);
  return TRUE;
}

void
tessera_list_drag_attach (GtkListView *view, TesseraSessions *sessions)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (TESSERA_TYPE_SESSION, GDK_ACTION_MOVE);
  Drag *self = g_new0 (Drag, 1);

  self->view = GTK_WIDGET (view);
  self->sessions = g_object_ref (sessions);
  g_object_set_data_full (G_OBJECT (view), "tessera-list-drag", self, (GDestroyNotify) drag_free);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  /* Before the rows, which take the press. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (target));
}
