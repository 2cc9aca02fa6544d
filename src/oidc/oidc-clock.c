/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-clock.h"

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

static gpointer
read_boot_id (gpointer data)
{
  g_autofree char *id = NULL;

  if (!g_file_get_contents (BOOT_ID_FILE, &id, NULL, NULL))
    return g_strdup ("");
  return g_strdup (g_strstrip (id));
}

gint64
oidc_clock_wall (void)
{
  return fixed.stopped ? fixed.wall : g_get_real_time () / G_USEC_PER_SEC;
}

gint64
oidc_clock_boot (void)
{
  struct timespec now = { 0 };

  if (fixed.stopped)
    return fixed.boot;
  /* The monotonic clock of GLib stands still while the machine sleeps; a token's lifetime does not.
   */
  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

const char *
oidc_clock_boot_id (void)
{
  static GOnce once = G_ONCE_INIT;

  if (fixed.stopped)
    return fixed.boot_id;
  return g_once (&once, read_boot_id, NULL);
}

void
oidc_clock_set (gint64 wall, gint64 boot, const char *boot_id)
{
  oidc_clock_unset ();
  fixed.stopped = TRUE;
  fixed.wall = wall;
  fixed.boot = boot;
  fixed.boot_id = g_strdup (boot_id);
}

void
oidc_clock_unset (void)
{
  fixed.stopped = FALSE;
  g_clear_pointer (&fixed.boot_id, g_free);
}
