/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-visibility.h"

struct _TesseraWindowVisibility
{
  GObject parent_instance;
  GtkWindow *window;
  guint idle;
  gboolean drawn; /* since it was mapped */
  gboolean visible;
};

G_DEFINE_FINAL_TYPE (TesseraWindowVisibility, tessera_window_visibility, G_TYPE_OBJECT)

/* A minimized window stays mapped on some systems. */
static gboolean
is_minimized (TesseraWindowVisibility *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));

  return (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) != 0;
}

static void
update (TesseraWindowVisibility *self)
{
  gboolean visible = self->drawn && !is_minimized (self);

  if (visible == self->visible)
    return;
  self->visible = visible;
  g_object_notify (G_OBJECT (self), "visible");
}

static gboolean
idle_cb (gpointer user_data)
{
  TesseraWindowVisibility *self = TESSERA_WINDOW_VISIBILITY (user_data);

  self->idle = 0;
  self->drawn = TRUE;
  update (self);
  return G_SOURCE_REMOVE;
}

/* Within the frame clock's signal the frame is not on the screen yet. */
static void
frame_drawn_cb (TesseraWindowVisibility *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, frame_drawn_cb, self);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, idle_cb, self, NULL);
}

static void
realized_cb (TesseraWindowVisibility *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self->window)), "notify::state",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
mapped_cb (TesseraWindowVisibility *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                           G_CALLBACK (frame_drawn_cb), self, G_CONNECT_SWAPPED);
}

static void
unmapped_cb (TesseraWindowVisibility *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  self->drawn = FALSE;
  update (self);
}

static void
tessera_window_visibility_dispose (GObject *object)
{
  g_clear_handle_id (&TESSERA_WINDOW_VISIBILITY (object)->idle, g_source_remove);
  G_OBJECT_CLASS (tessera_window_visibility_parent_class)->dispose (object);
}

static void
tessera_window_visibility_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TESSERA_WINDOW_VISIBILITY (object)->visible);
}

static void
tessera_window_visibility_class_init (TesseraWindowVisibilityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_window_visibility_dispose;
  object_class->get_property = tessera_window_visibility_get_property;
  g_object_class_install_property (object_class, 1,
                                   g_param_spec_boolean ("visible", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                           | G_PARAM_STATIC_STRINGS));
}

static void
tessera_window_visibility_init (TesseraWindowVisibility *self)
{
}

TesseraWindowVisibility *
tessera_window_visibility_new (GtkWindow *window)
{
  TesseraWindowVisibility *self = g_object_new (TESSERA_TYPE_WINDOW_VISIBILITY, NULL);

  self->window = window;
  g_signal_connect_object (window, "realize", G_CALLBACK (realized_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "map", G_CALLBACK (mapped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "unmap", G_CALLBACK (unmapped_cb), self, G_CONNECT_SWAPPED);
  return self;
}

gboolean
tessera_window_visibility_get_visible (TesseraWindowVisibility *self)
{
  return self->visible;
}
