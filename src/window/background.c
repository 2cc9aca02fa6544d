/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "background.h"

#include "autostart.h"

#include <glib/gi18n.h>

#define KEY "run-in-background"

struct _TesseraBackground
{
  GObject parent_instance;
  GSettings *settings;
  GCancellable *cancellable; /* of the question that is asked */
};

G_DEFINE_FINAL_TYPE (TesseraBackground, tessera_background, G_TYPE_OBJECT)

static guint refused_signal;

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraBackground) self = TESSERA_BACKGROUND (user_data);
  g_autoptr (GError) error = NULL;

  if (tessera_autostart_set_finish (result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || !tessera_background_is_wanted (self))
    return;
  g_settings_set_boolean (self->settings, KEY, FALSE);
  g_signal_emit (self, refused_signal, 0, error->message);
}

/* Asks the desktop, instead of what was asked before. */
static void
ask (TesseraBackground *self)
{
  static const char *const arguments[] = { "--gapplication-service", NULL };
  const TesseraAutostart autostart
    = { .id = APPLICATION_ID,
        .name = "Tessera",
        .program = "tessera-gtk",
        .arguments = arguments,
        .reason = _ ("Tessera keeps your sessions renewed, and tells you when one ends.") };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tessera_autostart_set_async (&autostart, tessera_background_is_wanted (self), self->cancellable,
                               set_cb, g_object_ref (self));
}

static void
tessera_background_dispose (GObject *object)
{
  TesseraBackground *self = TESSERA_BACKGROUND (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tessera_background_parent_class)->dispose (object);
}

static void
tessera_background_class_init (TesseraBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tessera_background_dispose;
  refused_signal = g_signal_new ("refused", TESSERA_TYPE_BACKGROUND, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tessera_background_init (TesseraBackground *self)
{
}

TesseraBackground *
tessera_background_new (GSettings *settings)
{
  TesseraBackground *self = g_object_new (TESSERA_TYPE_BACKGROUND, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  /* What an administrator has decided never changes. */
  if (tessera_background_is_wanted (self) && !g_settings_is_writable (settings, KEY))
    ask (self);
  return self;
}

gboolean
tessera_background_is_wanted (TesseraBackground *self)
{
  return g_settings_get_boolean (self->settings, KEY);
}

static gboolean
destroy_cb (gpointer window)
{
  if (!gtk_window_get_hide_on_close (window) && !gtk_widget_get_visible (window))
    gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

/* Later: GSettings is about to come back from the property. */
static void
hide_changed_cb (GtkWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, g_object_ref (window), g_object_unref);
}

void
tessera_background_keep (TesseraBackground *self, GtkWindow *window)
{
  g_settings_bind (self->settings, KEY, window, "hide-on-close", G_SETTINGS_BIND_GET);
  g_signal_connect (window, "notify::hide-on-close", G_CALLBACK (hide_changed_cb), NULL);
}

void
tessera_background_end (GtkWindow *window)
{
  g_settings_unbind (window, "hide-on-close");
  g_signal_handlers_disconnect_by_func (window, hide_changed_cb, NULL);
  gtk_window_set_hide_on_close (window, FALSE);
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    gtk_window_close (window);
  else
    gtk_window_destroy (window);
}
