/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room clock: all time comes from here.
 *
 *   clock        what time it is, by the wall and since the machine started; a test can set it
 *   boot-timer   a call at a later moment, also where the machine sleeps meanwhile
 *
 * The boot clock (CLOCK_BOOTTIME) goes on while the machine sleeps, as a token's lifetime does, and
 * nobody sets it; the wall clock is for what is shown, and for what outlives the boot. Knows no
 * other room, and nothing here fails. */

/* Wall-clock time in seconds since 1970-01-01T00:00:00Z. */
gint64 tessera_clock_wall (void);

/* Seconds since the machine started, counting suspend (CLOCK_BOOTTIME). */
gint64 tessera_clock_boot (void);

/* The same in milliseconds. */
gint64 tessera_clock_boot_ms (void);

/* For main(), as the first thing it does: the program begins now. A process may be older: a shell
 * that has waited for hours becomes another program by execve(). */
void tessera_clock_program_begins (void);

/* tessera_clock_boot_ms() when this program began; 0 where nobody has said so. */
gint64 tessera_clock_program_began_ms (void);

/* The kernel's ID of this boot; "" where there is none. Owned by the clock. */
const char *tessera_clock_boot_id (void);

/* Test only: stops the clock at @wall and @boot seconds, in boot @boot_id. */
void tessera_clock_set (gint64 wall, gint64 boot, const char *boot_id);

/* Test only: lets the clock run again. */
void tessera_clock_unset (void);
