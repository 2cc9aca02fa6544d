/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One call of the desktop's portal that may ask the person, and so is answered later, by a signal
 * of an object of its own (org.freedesktop.portal.Request). */

/* Calls @method of @interface. @arguments: (transfer floating) a tuple, without the options that
 * come last. @options: (transfer floating) "a{sv}", without "handle_token". A cancel closes the
 * request. */
void tessera_portal_request_async (const char *interface,
                                   const char *method,
                                   GVariant *arguments,
                                   GVariant *options,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

typedef enum
{
  TESSERA_PORTAL_FAILED = -1, /* there is an error, and no answer */
  TESSERA_PORTAL_DONE = 0,
  TESSERA_PORTAL_DECLINED = 1, /* by the person */
  TESSERA_PORTAL_ENDED = 2,    /* in another way, or the portal has died */
} TesseraPortalResponse;

/* *results: (out) (optional) (transfer full) "a{sv}", NULL where that is not what came. Errors:
 * G_DBUS_ERROR and others of GIO; G_IO_ERROR_CANCELLED. */
TesseraPortalResponse
tessera_portal_request_finish (GAsyncResult *result, GVariant **results, GError **error);

/* Whether the desktop is reached through its portal, as GIO decides it: in a sandbox, or where a
 * person asks for that with GTK_USE_PORTAL. */
gboolean tessera_portal_is_used (void);

/* Whether @error is that there is no portal, or that it has no backend for that interface. */
gboolean tessera_portal_request_is_absent (const GError *error);
