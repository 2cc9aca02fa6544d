/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define TESSERA_PORTAL_NAME "org.freedesktop.portal.Desktop"

/* Tells when the desktop's portal dies: a request that it has taken on is never answered then, not
 * even once it has been started again. */
typedef struct _TesseraPortalWatch TesseraPortalWatch;

/* @gone: called with @user_data, in the thread's default main context, once the portal has gone
 * after it was there. It may free the watch. Returns: (transfer full) */
TesseraPortalWatch *tessera_portal_watch_new (GDBusConnection *bus,
                                              void (*gone) (gpointer user_data),
                                              gpointer user_data);
void tessera_portal_watch_free (TesseraPortalWatch *self);
