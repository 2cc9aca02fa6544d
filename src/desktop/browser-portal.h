/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Has the host open @uri, by the portal org.freedesktop.portal.OpenURI, which may ask the person
 * first. GLib's own call of it ends the process where the portal refuses (an assertion, in 2.84).
 * Errors: G_DBUS_ERROR where there is no portal, or none that opens anything; G_IO_ERROR_FAILED
 * where it tried in vain; G_IO_ERROR_PERMISSION_DENIED where the person declined. */
void tessera_browser_portal_open_async (const char *uri,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean tessera_browser_portal_open_finish (GAsyncResult *result, GError **error);
