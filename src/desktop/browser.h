/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The room desktop: what the desktop gives. Knows no other room.
 *
 * Opens @uri in the system's browser (RFC 8252 §8.12), in a session and with output of its own: by
 * the environment variable BROWSER (browser-command.h), else through GIO; in a sandbox, or where
 * GTK_USE_PORTAL is "1", through the OpenURI portal. @context:
 * (nullable) lets the browser's window come to the front. Errors: TESSERA_DESKTOP_ERROR_NO_BROWSER;
 * G_IO_ERROR_CANCELLED. */
void tessera_browser_open_async (const char *uri,
                                 GAppLaunchContext *context,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean tessera_browser_open_finish (GAsyncResult *result, GError **error);

/* After success: what is cancelled if the browser ends with a failure in its first ten seconds, as
 * one does that finds no display; never where that cannot be known. Owned by @result. */
GCancellable *tessera_browser_open_get_failed (GAsyncResult *result);

/* What tessera_browser_open_async() would open @uri with, as things are now; nothing is started.
 * *name: (out) (transfer full) (nullable) a program, or an application by its name; NULL where the
 * portal decides. Errors: TESSERA_DESKTOP_ERROR_NO_BROWSER. */
gboolean tessera_browser_find (const char *uri, char **name, GError **error);
