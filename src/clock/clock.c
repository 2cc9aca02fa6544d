/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"

#include <string.h>
#include <time.h>

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

/* What a test stopped the clock at. */
static struct
{
  gboolean stopped;
  gint64 wall;
  gint64 boot;
  char *boot_id;
} fixed;

static gint64 program_began_ms;

static gpointer
read_boot_id (gpointer data)
{
  g_autofree char *id = NULL;

  if (!g_file_get_contents (BOOT_ID_FILE, &id, NULL, NULL))
    return g_strdup ("");
  return g_strdup (g_strstrip (id));
}

gint64
tessera_clock_wall (void)
{
  return fixed.stopped ? fixed.wall : g_get_real_time () / G_USEC_PER_SEC;
}

gint64
tessera_clock_boot (void)
{
  return tessera_clock_boot_ms () / 1000;
}

gint64
tessera_clock_boot_ms (void)
{
  struct timespec now = { 0 };

  if (fixed.stopped)
    return fixed.boot * 1000;
  /* The monotonic clock of GLib stands still while the machine sleeps; a token's lifetime does not.
   */
  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
tessera_clock_program_begins (void)
{
  program_began_ms = tessera_clock_boot_ms ();
}

gint64
tessera_clock_program_began_ms (void)
{
  return program_began_ms;
}

const char *
tessera_clock_boot_id (void)
{
  static GOnce once = G_ONCE_INIT;

  if (fixed.stopped)
    return fixed.boot_id;
  return g_once (&once, read_boot_id, NULL);
}

void
tessera_clock_set (gint64 wall, gint64 boot, const char *boot_id)
{
  tessera_clock_unset ();
  fixed.stopped = TRUE;
  fixed.wall = wall;
  fixed.boot = boot;
  fixed.boot_id = g_strdup (boot_id);
}

void
tessera_clock_unset (void)
{
  fixed.stopped = FALSE;
  g_clear_pointer (&fixed.boot_id, g_free);
}
