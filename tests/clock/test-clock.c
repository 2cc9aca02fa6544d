/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"

#include <time.h>

static void
test_runs (void)
{
  gint64 wall = tessera_clock_wall ();
  gint64 boot = tessera_clock_boot ();

  /* 2020-01-01: seconds, not milliseconds or microseconds. */
  g_assert_cmpint (wall, >, 1577836800);
  g_assert_cmpint (wall, <, G_GINT64_CONSTANT (32503680000));
  g_assert_cmpint (boot, >, 0);
  g_assert_cmpint (tessera_clock_boot (), >=, boot);
  g_assert_nonnull (tessera_clock_boot_id ());
  g_assert_null (g_strrstr (tessera_clock_boot_id (), "\n"));
  g_assert_cmpstr (tessera_clock_boot_id (), ==, tessera_clock_boot_id ());
}

static void
test_milliseconds (void)
{
  struct timespec before, after;
  gint64 now;

  clock_gettime (CLOCK_BOOTTIME, &before);
  now = tessera_clock_boot_ms ();
  clock_gettime (CLOCK_BOOTTIME, &after);
  g_assert_cmpint (now, >=, before.tv_sec * 1000 + before.tv_nsec / 1000000);
  g_assert_cmpint (now, <=, after.tv_sec * 1000 + after.tv_nsec / 1000000);
  tessera_clock_set (1000, 50, "first");
  g_assert_cmpint (tessera_clock_boot_ms (), ==, 50000);
  tessera_clock_unset ();
}

static void
test_program_began (void)
{
  g_assert_cmpint (tessera_clock_program_began_ms (), ==, 0);
  tessera_clock_set (1000, 50, "first");
  tessera_clock_program_begins ();
  tessera_clock_set (1000, 60, "first");
  g_assert_cmpint (tessera_clock_program_began_ms (), ==, 50000);
  tessera_clock_unset ();
}

static void
test_set (void)
{
  tessera_clock_set (1000, 50, "first");
  g_assert_cmpint (tessera_clock_wall (), ==, 1000);
  g_assert_cmpint (tessera_clock_boot (), ==, 50);
  g_assert_cmpstr (tessera_clock_boot_id (), ==, "first");

  tessera_clock_set (2000, 3, "second");
  g_assert_cmpint (tessera_clock_wall (), ==, 2000);
  g_assert_cmpstr (tessera_clock_boot_id (), ==, "second");

  tessera_clock_unset ();
  g_assert_cmpint (tessera_clock_wall (), >, 2000);
  g_assert_cmpstr (tessera_clock_boot_id (), !=, "second");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/runs", test_runs);
  g_test_add_func ("/clock/milliseconds", test_milliseconds);
  g_test_add_func ("/clock/program-began", test_program_began);
  g_test_add_func ("/clock/set", test_set);
  return g_test_run ();
}
