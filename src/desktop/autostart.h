/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Has the desktop start this program when the person logs in, or no longer. In a sandbox that is
 * asked of the portal org.freedesktop.portal.Background, which may ask the person; else it is the
 * file $XDG_CONFIG_HOME/autostart/ID.desktop (Desktop Application Autostart Specification).
 * @id: the ID of the application. @name: what the person's list of such programs calls it.
 * @program: its name, for the portal; the file has the path of the one that runs.
 * @arguments: NULL-terminated. @reason: why, for the portal's question. Errors:
 * TESSERA_DESKTOP_ERROR_NO_AUTOSTART where the portal, the desktop or the person does not want it;
 * G_IO_ERROR and others for a file that cannot be written, G_DBUS_ERROR. */
typedef struct
{
  const char *id;
  const char *name;
  const char *program;
  const char *const *arguments;
  const char *reason;
} TesseraAutostart;

void tessera_autostart_set_async (const TesseraAutostart *self,
                                  gboolean wanted,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tessera_autostart_set_finish (GAsyncResult *result, GError **error);
