/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "expiry-text.h"

#include <glib/gi18n.h>

#include "clock-format.h"

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

/* @seconds: more than 0. */
static char *
describe_future (gint64 seconds)
{
  int count;

  if (seconds < 2 * MINUTE)
    {
      count = (int) seconds;
      return g_strdup_printf (ngettext ("in %d second", "in %d seconds", count), count);
    }
  if (seconds < 2 * HOUR)
    {
      count = (int) (seconds / MINUTE);
      return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", count), count);
    }
  if (seconds < 2 * DAY)
    {
      count = (int) (seconds / HOUR);
      return g_strdup_printf (ngettext ("in %d hour", "in %d hours", count), count);
    }
  count = (int) MIN (seconds / DAY, G_MAXINT);
  return g_strdup_printf (ngettext ("in %d day", "in %d days", count), count);
}

/* @seconds: more than 0. */
static char *
describe_past (gint64 seconds)
{
  int count;

  if (seconds < 2 * MINUTE)
    {
      count = (int) seconds;
      return g_strdup_printf (ngettext ("%d second ago", "%d seconds ago", count), count);
    }
  if (seconds < 2 * HOUR)
    {
      count = (int) (seconds / MINUTE);
      return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", count), count);
    }
  if (seconds < 2 * DAY)
    {
      count = (int) (seconds / HOUR);
      return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", count), count);
    }
  count = (int) MIN (seconds / DAY, G_MAXINT);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", count), count);
}

char *
tessera_expiry_text_distance (gint64 seconds)
{
  if (seconds == 0)
    /* Translators: of a time: it is this moment */
    return g_strdup (_ ("now"));
  return seconds > 0 ? describe_future (seconds) : describe_past (-MAX (seconds, -G_MAXINT64));
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

typedef enum
{
  DAY_TODAY,
  DAY_TOMORROW,
  DAY_OTHER,
  N_DAYS
} Day;

static Day
find_day (GDateTime *then, GDateTime *today)
{
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (today, 1);
  g_autofree char *day = g_date_time_format (then, "%F");
  g_autofree char *day_today = g_date_time_format (today, "%F");
  g_autofree char *day_tomorrow = tomorrow != NULL ? g_date_time_format (tomorrow, "%F") : NULL;

  if (g_str_equal (day, day_today))
    return DAY_TODAY;
  return g_strcmp0 (day, day_tomorrow) == 0 ? DAY_TOMORROW : DAY_OTHER;
}

/* @context: (nullable) that of the texts. @formats: for 24 hours, and for 12. */
static char *
format_time (gint64 wall, gint64 now, const char *context, const char *const formats[2][N_DAYS])
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (wall);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  const char *format;

  if (then == NULL || today == NULL)
    return g_strdup (_ ("Unknown"));
  format = formats[tessera_clock_format_has_12_hours ()][find_day (then, today)];
  return g_date_time_format (then,
                             context != NULL ? g_dpgettext2 (NULL, context, format) : _ (format));
}

char *
tessera_expiry_text_local (gint64 wall, gint64 now)
{
  static const char *const formats[2][N_DAYS] = {
    {
      /* Translators: a time of today, in the notation of strftime */
      N_ ("Today %H:%M"),
      /* Translators: a time of tomorrow, in the notation of strftime */
      N_ ("Tomorrow %H:%M"),
      /* Translators: a date and time, in the notation of strftime */
      N_ ("%e %B %Y, %H:%M"),
    },
    {
      /* Translators: a time of today for a clock of 12 hours, in the notation of strftime */
      N_ ("Today %-I:%M %p"),
      /* Translators: a time of tomorrow for a clock of 12 hours, in the notation of strftime */
      N_ ("Tomorrow %-I:%M %p"),
      /* Translators: a date and time for a clock of 12 hours, in the notation of strftime */
      N_ ("%e %B %Y, %-I:%M %p"),
    },
  };

  return format_time (wall, now, NULL, formats);
}

char *
tessera_expiry_text_clock (gint64 wall, gint64 now)
{
  static const char *const formats[2][N_DAYS] = {
    {
      /* Translators: a time of today, in the notation of strftime; it follows “until” */
      NC_ ("until", "%H:%M"),
      /* Translators: a time of tomorrow, in the notation of strftime; it follows “until” */
      NC_ ("until", "tomorrow %H:%M"),
      /* Translators: a date and time, in the notation of strftime; it follows “until” */
      NC_ ("until", "%e %B %Y, %H:%M"),
    },
    {
      /* Translators: the same for a clock of 12 hours */
      NC_ ("until", "%-I:%M %p"),
      /* Translators: the same for a clock of 12 hours */
      NC_ ("until", "tomorrow %-I:%M %p"),
      /* Translators: the same for a clock of 12 hours */
      NC_ ("until", "%e %B %Y, %-I:%M %p"),
    },
  };

  return format_time (wall, now, "until", formats);
}

char *
tessera_expiry_text_iso (gint64 wall)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (wall);

  return then != NULL ? g_date_time_format_iso8601 (then) : g_strdup (_ ("Unknown"));
}
