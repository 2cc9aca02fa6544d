/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "screen-lock.h"

/* Each has a signal ActiveChanged (b). The first is KDE's and Xfce's, too. */
static const char *const interfaces[] = { "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver",
                                          "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver" };

typedef struct
{
  GtkApplication *application; /* unowned: it owns this */
  void (*locked) (GtkApplication *application);
  GDBusConnection *bus; /* (nullable) */
  guint subscriptions[G_N_ELEMENTS (interfaces)];
} Watch;

static void
watch_free (Watch *self)
{
  for (guint i = 0; self->bus != NULL && i < G_N_ELEMENTS (interfaces); i++)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
  g_clear_object (&self->bus);
  g_free (self);
}

static void
active_changed_cb (GDBusConnection *bus,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *name,
                   GVariant *parameters,
                   gpointer user_data)
{
  Watch *self = user_data;
  gboolean active = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &active);
  if (active)
    self->locked (self->application);
}

static void
saver_changed_cb (GtkApplication *application, GParamSpec *pspec, Watch *self)
{
  gboolean active = FALSE;

  g_object_get (application, "screensaver-active", &active, NULL);
  if (active)
    self->locked (application);
}

void
tessera_screen_lock_watch (GtkApplication *application,
                           void (*locked) (GtkApplication *application))
{
  Watch *self = g_new0 (Watch, 1);
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (application));

  self->application = application;
  self->locked = locked;
  g_object_set_data_full (G_OBJECT (application), "tessera-screen-lock", self,
                          (GDestroyNotify) watch_free);
  g_signal_connect (application, "notify::screensaver-active", G_CALLBACK (saver_changed_cb), self);
  if (bus == NULL)
    return;
  self->bus = g_object_ref (bus);
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    self->subscriptions[i]
      = g_dbus_connection_signal_subscribe (bus, NULL, interfaces[i], "ActiveChanged", NULL, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, active_changed_cb, self,
                                            NULL);
}
