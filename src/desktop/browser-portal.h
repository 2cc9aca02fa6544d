/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Has the host open @uri, by the portal org.freedesktop.portal.OpenURI, which may ask the person
 * first. @activation_token: (nullable) what lets the browser's window come to the front (the
 * portal's "activation_token"). Errors: TESSERA_DESKTOP_ERROR_NO_BROWSER, a sentence, where
 * there is no portal that opens anything, where it tried in vain, and where the person declined;
 * G_DBUS_ERROR for any other trouble; G_IO_ERROR_CANCELLED, and then the portal's request is
 * closed. */
void tessera_browser_portal_open_async (const char *uri,
                                        const char *activation_token,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean tessera_browser_portal_open_finish (GAsyncResult *result, GError **error);
