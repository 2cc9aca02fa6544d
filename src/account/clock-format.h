/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Whether clocks have 12 or 24 hours. */

/* What the person set for the clock of their desktop; in a sandbox, as the Settings portal says,
 * which is asked once. Else the locale's habit. */
gboolean tessera_clock_format_has_12_hours (void);

/* What the Settings portal on @bus says: "12h" or "24h". Waits for its answer, for a second at
 * most. Returns: (transfer full) (nullable) */
char *tessera_clock_format_ask_portal (GDBusConnection *bus);
