/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "expiry-text.h"

#include <glib/gi18n.h>

#define MINUTE ((gint64) 60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

char *
tessera_expiry_text_left (gint64 seconds)
{
  int count;

  if (seconds <= 0 || seconds == G_MAXINT64)
    return NULL;
  if (seconds < 2 * MINUTE)
    {
      count = (int) seconds;
      return g_strdup_printf (ngettext ("%d second left", "%d seconds left", count), count);
    }
  if (seconds < 2 * HOUR)
    {
      count = (int) (seconds / MINUTE);
      return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", count), count);
    }
  if (seconds < 2 * DAY)
    {
      count = (int) (seconds / HOUR);
      return g_strdup_printf (ngettext ("%d hour left", "%d hours left", count), count);
    }
  count = (int) MIN (seconds / DAY, G_MAXINT);
  return g_strdup_printf (ngettext ("%d day left", "%d days left", count), count);
}

guint
tessera_expiry_text_next (gint64 seconds)
{
  if (seconds <= 0 || seconds == G_MAXINT64)
    return 0;
  if (seconds <= 2 * MINUTE)
    return 1;
  return (guint) (seconds % MINUTE) + 1;
}

char *
tessera_expiry_text_local (gint64 wall, gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (wall);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) tomorrow = today != NULL ? g_date_time_add_days (today, 1) : NULL;
  g_autofree char *day = NULL;
  g_autofree char *day_today = NULL;
  g_autofree char *day_tomorrow = NULL;

  if (then == NULL || tomorrow == NULL)
    return g_strdup (_ ("Unknown"));
  day = g_date_time_format (then, "%F");
  day_today = g_date_time_format (today, "%F");
  day_tomorrow = g_date_time_format (tomorrow, "%F");
  if (g_str_equal (day, day_today))
    /* Translators: a time of today, in the notation of strftime */
    return g_date_time_format (then, _ ("Today %H:%M"));
  if (g_str_equal (day, day_tomorrow))
    /* Translators: a time of tomorrow, in the notation of strftime */
    return g_date_time_format (then, _ ("Tomorrow %H:%M"));
  /* Translators: a date and time, in the notation of strftime */
  return g_date_time_format (then, _ ("%e %B %Y, %H:%M"));
}

char *
tessera_expiry_text_iso (gint64 wall)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (wall);

  return then != NULL ? g_date_time_format_iso8601 (then) : g_strdup (_ ("Unknown"));
}
