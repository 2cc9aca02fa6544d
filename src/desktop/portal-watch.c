/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-watch.h"

struct _TesseraPortalWatch
{
  guint id;
  gboolean was_there;
  void (*gone) (gpointer user_data);
  gpointer user_data;
};

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  TesseraPortalWatch *self = user_data;

  self->was_there = TRUE;
}

/* Also called at the beginning, where the portal is started by the first call. */
static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  TesseraPortalWatch *self = user_data;

  if (self->was_there)
    self->gone (self->user_data);
}

TesseraPortalWatch *
tessera_portal_watch_new (GDBusConnection *bus,
                          void (*gone) (gpointer user_data),
                          gpointer user_data)
{
  TesseraPortalWatch *self = g_new0 (TesseraPortalWatch, 1);

  self->gone = gone;
  self->user_data = user_data;
  self->id
    = g_bus_watch_name_on_connection (bus, TESSERA_PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      appeared_cb, vanished_cb, self, NULL);
  return self;
}

void
tessera_portal_watch_free (TesseraPortalWatch *self)
{
  g_bus_unwatch_name (self->id);
  g_free (self);
}
