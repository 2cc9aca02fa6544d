/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-clock.h"

static void
test_runs (void)
{
  gint64 wall = oidc_clock_wall ();
  gint64 boot = oidc_clock_boot ();

  /* 2020-01-01: seconds, not milliseconds or microseconds. */
  g_assert_cmpint (wall, >, 1577836800);
  g_assert_cmpint (wall, <, G_GINT64_CONSTANT (32503680000));
  g_assert_cmpint (boot, >, 0);
  g_assert_cmpint (oidc_clock_boot (), >=, boot);
  g_assert_nonnull (oidc_clock_boot_id ());
  g_assert_null (g_strrstr (oidc_clock_boot_id (), "\n"));
  g_assert_cmpstr (oidc_clock_boot_id (), ==, oidc_clock_boot_id ());
}

static void
test_set (void)
{
  oidc_clock_set (1000, 50, "first");
  g_assert_cmpint (oidc_clock_wall (), ==, 1000);
  g_assert_cmpint (oidc_clock_boot (), ==, 50);
  g_assert_cmpstr (oidc_clock_boot_id (), ==, "first");

  oidc_clock_set (2000, 3, "second");
  g_assert_cmpint (oidc_clock_wall (), ==, 2000);
  g_assert_cmpstr (oidc_clock_boot_id (), ==, "second");

  oidc_clock_unset ();
  g_assert_cmpint (oidc_clock_wall (), >, 2000);
  g_assert_cmpstr (oidc_clock_boot_id (), !=, "second");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/clock/runs", test_runs);
  g_test_add_func ("/oidc/clock/set", test_set);
  return g_test_run ();
}
