/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "clock-format.h"

#include <langinfo.h>
#include <string.h>

#define DESKTOP      "org.gnome.desktop.interface"
#define CLOCK_FORMAT "clock-format"
#define SANDBOX      "/.flatpak-info"

#define PORTAL          "org.freedesktop.portal.Desktop"
#define PORTAL_PATH     "/org/freedesktop/portal/desktop"
#define PORTAL_SETTINGS "org.freedesktop.portal.Settings"
#define PORTAL_TIMEOUT  1000 /* milliseconds */

/* A schema that is not installed would end the process. (transfer full) (nullable) */
static char *
read_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source != NULL ? g_settings_schema_source_lookup (source, DESKTOP, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GVariant) value = NULL;

  if (schema == NULL || !g_settings_schema_has_key (schema, CLOCK_FORMAT))
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  value = g_settings_get_user_value (settings, CLOCK_FORMAT);
  return value != NULL ? g_variant_dup_string (value, NULL) : NULL;
}

char *
tessera_clock_format_ask_portal (GDBusConnection *bus)
{
  g_autoptr (GVariant) answer
    = g_dbus_connection_call_sync (bus, PORTAL, PORTAL_PATH, PORTAL_SETTINGS, "Read",
                                   g_variant_new ("(ss)", DESKTOP, CLOCK_FORMAT),
                                   G_VARIANT_TYPE ("(v)"), 0, PORTAL_TIMEOUT, NULL, NULL);
  g_autoptr (GVariant) value = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;

  /* It is wrapped twice. */
  while (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *inner = g_variant_get_variant (value);

      g_variant_unref (value);
      value = inner;
    }
  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
           ? g_variant_dup_string (value, NULL)
           : NULL;
}

/* In a sandbox there are settings, but not the person's. (transfer none) (nullable) */
static const char *
ask_portal_once (void)
{
  static gsize asked;
  static char *format;

  if (g_once_init_enter (&asked))
    {
      g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

      format = bus != NULL ? tessera_clock_format_ask_portal (bus) : NULL;
      g_once_init_leave (&asked, 1);
    }
  return format;
}

gboolean
tessera_clock_format_has_12_hours (void)
{
  g_autofree char *own = read_settings ();
  const char *set
    = own == NULL && g_file_test (SANDBOX, G_FILE_TEST_EXISTS) ? ask_portal_once () : own;
  const char *habit = nl_langinfo (T_FMT);

  if (set != NULL)
    return g_str_equal (set, "12h");
  return strstr (habit, "%r") != NULL || strstr (habit, "%I") != NULL
         || strstr (habit, "%l") != NULL;
}
