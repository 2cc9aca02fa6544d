/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-dump.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Raises the limit as far as it goes, as a person who collects core dumps has it. */
static rlim_t
raise_limit (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  return limit.rlim_max;
}

/* In a child, since nothing takes it back. */
static void
test_disable (gconstpointer data)
{
  gboolean private = GPOINTER_TO_INT (data);
  struct rlimit limit;
  rlim_t most;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  most = raise_limit ();
  /* GLib 2.78 keeps cores of such a child from the system by itself. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
  tessera_core_dump_disable (private);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  /* The browser that is started from here may have its own. */
  g_assert_cmpuint (limit.rlim_max, ==, most);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, private ? 0 : 1);
}

/* A process that crashes then leaves none. */
static void
test_crash (void)
{
  int status = 0;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      raise_limit ();
      tessera_core_dump_disable (TRUE);
      abort ();
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_assert_false (WCOREDUMP (status));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/core-dump/limit", GINT_TO_POINTER (FALSE), test_disable);
  g_test_add_data_func ("/core-dump/private", GINT_TO_POINTER (TRUE), test_disable);
  g_test_add_func ("/core-dump/crash", test_crash);
  return g_test_run ();
}
