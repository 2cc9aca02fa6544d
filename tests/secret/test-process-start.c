/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process-start.h"

#include <sys/resource.h>

static void
test_start (void)
{
  struct rlimit limit;

  g_setenv ("SNAP_NAME", "editor", TRUE);
  g_setenv ("SNAP", "/snap/editor", TRUE);
  tessera_process_start (TRUE);
  g_assert_null (g_getenv ("SNAP_NAME"));
  g_assert_cmpstr (g_getenv ("SNAP"), ==, "/snap/editor");
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, <=, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process-start/environment-and-core-dumps", test_start);
  return g_test_run ();
}
