/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How window and terminal say times. All texts are translated and (transfer full). */

/* "42 minutes left": @seconds until the access token expires. NULL where that is unknown
 * (G_MAXINT64) or over (0 or less). */
char *tessera_expiry_text_left (gint64 seconds);

/* "in 42 minutes", "3 hours ago", "now": what is @seconds from now, or was (less than 0). */
char *tessera_expiry_text_distance (gint64 seconds);

/* In how many seconds tessera_expiry_text_left() says something else: 1 in the last two minutes,
 * at most 60 (the clock that timers follow stops while the machine sleeps). 0: never. */
guint tessera_expiry_text_next (gint64 seconds);

/* "Today 14:32": @wall, wall clock in seconds, in local time as seen at @now. The clock has the 12
 * or 24 hours that the person set for their desktop, else those of the locale. */
char *tessera_expiry_text_local (gint64 wall, gint64 now);

/* "14:32", "tomorrow 14:32": the same where it follows "until". */
char *tessera_expiry_text_clock (gint64 wall, gint64 now);

/* The same as ISO 8601 in local time, with its offset. */
char *tessera_expiry_text_iso (gint64 wall);
