/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-settings.h"

#include "settings.h"

#define CLIPBOARD_SECONDS 60 /* as in the schema */

GSettings *
tessera_window_settings_bind (GtkWindow *window)
{
  GSettings *settings = tessera_settings_open ();

  if (settings == NULL)
    return NULL;
  g_settings_bind (settings, "window-width", window, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", window, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
  return settings;
}

guint
tessera_window_settings_get_clipboard_seconds (void)
{
  g_autoptr (GSettings) settings = tessera_settings_open ();

  return settings != NULL ? g_settings_get_uint (settings, "clipboard-seconds") : CLIPBOARD_SECONDS;
}
