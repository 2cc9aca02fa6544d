/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Opens @uri in the system's browser through GIO (RFC 8252 §8.12), in a process group and with
 * output of its own; in a sandbox through the OpenURI portal. Errors:
 * TESSERA_DESKTOP_ERROR_NO_BROWSER, naming what to do. */
void tessera_browser_open_async (const char *uri,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean tessera_browser_open_finish (GAsyncResult *result, GError **error);
