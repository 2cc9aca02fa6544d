/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expiry-text.h"

#include <gio/gio.h>

static void
test_left (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { 1, "1 second left" },
    { 119, "119 seconds left" },
    { 120, "2 minutes left" },
    { 42 * 60 + 59, "42 minutes left" },
    { 7199, "119 minutes left" },
    { 7200, "2 hours left" },
    { 172799, "47 hours left" },
    { 172800, "2 days left" },
    { 0, NULL },
    { -5, NULL },
    { G_MAXINT64, NULL },
    { G_MAXINT64 - 1, "2147483647 days left" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tessera_expiry_text_left (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_distance (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { 0, "now" },
    { 1, "in 1 second" },
    { 119, "in 119 seconds" },
    { 42 * 60 + 59, "in 42 minutes" },
    { 7200, "in 2 hours" },
    { 172800, "in 2 days" },
    { G_MAXINT64, "in 2147483647 days" },
    { -1, "1 second ago" },
    { -120, "2 minutes ago" },
    { -7200, "2 hours ago" },
    { -172800, "2 days ago" },
    { G_MININT64, "2147483647 days ago" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tessera_expiry_text_distance (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Whoever waits so long sees the text change, and is not woken in vain before. */
static void
test_next (void)
{
  static const gint64 moments[] = { 1, 60, 119, 120, 121, 180, 239, 3600, 7199, 86400 };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      guint next = tessera_expiry_text_next (moments[i]);
      g_autofree char *now = tessera_expiry_text_left (moments[i]);
      g_autofree char *then = tessera_expiry_text_left (moments[i] - next);
      g_autofree char *before = tessera_expiry_text_left (moments[i] - next + 1);

      g_assert_cmpuint (next, >, 0);
      g_assert_cmpuint (next, <=, 60);
      if (moments[i] < 7200)
        g_assert_cmpstr (now, !=, then);
      g_assert_cmpstr (now, ==, before);
    }
  g_assert_cmpuint (tessera_expiry_text_next (0), ==, 0);
  g_assert_cmpuint (tessera_expiry_text_next (G_MAXINT64), ==, 0);
}

static void
test_local (void)
{
  g_autoptr (GDateTime) noon = g_date_time_new_local (2026, 11, 25, 12, 0, 0);
  gint64 now = g_date_time_to_unix (noon);
  g_autofree char *today = tessera_expiry_text_local (now + 9000, now);
  g_autofree char *tomorrow = tessera_expiry_text_local (now + 86400, now);
  g_autofree char *later = tessera_expiry_text_local (now + 40 * 86400, now);
  g_autofree char *nowhere = tessera_expiry_text_local (G_MAXINT64, now);

  g_assert_cmpstr (today, ==, "Today 14:30");
  g_assert_cmpstr (tomorrow, ==, "Tomorrow 12:00");
  g_assert_true (g_str_has_suffix (later, "January 2027, 12:00"));
  g_assert_cmpstr (nowhere, ==, "Unknown");
}

static void
test_clock (void)
{
  g_autoptr (GDateTime) noon = g_date_time_new_local (2026, 11, 25, 12, 0, 0);
  gint64 now = g_date_time_to_unix (noon);
  g_autofree char *today = tessera_expiry_text_clock (now + 9000, now);
  g_autofree char *tomorrow = tessera_expiry_text_clock (now + 86400, now);

  g_assert_cmpstr (today, ==, "14:30");
  g_assert_cmpstr (tomorrow, ==, "tomorrow 12:00");
}

/* Whose desktop says 2:30 PM is told so here, too. The settings of a test are in memory. */
static void
test_12_hours (void)
{
  g_autoptr (GDateTime) noon = g_date_time_new_local (2026, 11, 25, 12, 0, 0);
  gint64 now = g_date_time_to_unix (noon);
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source != NULL ? g_settings_schema_source_lookup (source, "org.gnome.desktop.interface", TRUE)
                     : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *today = NULL;
  g_autofree char *clock = NULL;

  if (schema == NULL)
    {
      g_test_skip ("No schema of GNOME’s desktop is installed.");
      return;
    }
  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_set_string (settings, "clock-format", "12h");
  today = tessera_expiry_text_local (now + 9000, now);
  clock = tessera_expiry_text_clock (now + 9000, now);
  g_settings_reset (settings, "clock-format");
  g_assert_cmpstr (today, ==, "Today 2:30 PM");
  g_assert_cmpstr (clock, ==, "2:30 PM");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expiry-text/left", test_left);
  g_test_add_func ("/expiry-text/distance", test_distance);
  g_test_add_func ("/expiry-text/next", test_next);
  g_test_add_func ("/expiry-text/local", test_local);
  g_test_add_func ("/expiry-text/clock", test_clock);
  g_test_add_func ("/expiry-text/12-hours", test_12_hours);
  return g_test_run ();
}
