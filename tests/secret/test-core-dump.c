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

/* Returns: the end of a child that called @body, as waitpid() tells it. What is done there, nothing
 * takes back; and the children that GLib makes may leave no core dump to begin with. */
static int
run_in_child (GTestDataFunc body, gconstpointer data)
{
  int status = 0;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      body (data);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

static void
disable (gconstpointer data)
{
  gboolean private = GPOINTER_TO_INT (data);
  struct rlimit limit;
  rlim_t most = raise_limit ();

  tessera_core_dump_disable (private);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  /* The one limit at which Linux starts no program that takes core dumps either. */
  g_assert_cmpuint (limit.rlim_cur, ==, 1);
  /* The browser that is started from here may have its own. */
  g_assert_cmpuint (limit.rlim_max, ==, most);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, private ? 0 : 1);
}

static void
test_disable (gconstpointer data)
{
  g_assert_cmpint (run_in_child (disable, data), ==, 0);
}

static void
disable_below_limit (gconstpointer data)
{
  struct rlimit none = { 0, 0 };

  g_assert_cmpint (setrlimit (RLIMIT_CORE, &none), ==, 0);
  tessera_core_dump_disable (FALSE);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 0);
}

/* An administrator's limit of 0 forbids files, and nothing else. */
static void
test_hard_limit (void)
{
  g_assert_cmpint (run_in_child (disable_below_limit, NULL), ==, 0);
}

static void G_NORETURN
crash (gconstpointer data)
{
  raise_limit ();
  tessera_core_dump_disable (GPOINTER_TO_INT (data));
  abort ();
}

/* A process that crashes then leaves none. */
static void
test_crash (gconstpointer data)
{
  int status = run_in_child (crash, data);

  g_assert_true (WIFSIGNALED (status));
  g_assert_false (WCOREDUMP (status));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/core-dump/limit", GINT_TO_POINTER (FALSE), test_disable);
  g_test_add_data_func ("/core-dump/private", GINT_TO_POINTER (TRUE), test_disable);
  g_test_add_func ("/core-dump/hard-limit", test_hard_limit);
  g_test_add_data_func ("/core-dump/crash", GINT_TO_POINTER (FALSE), test_crash);
  g_test_add_data_func ("/core-dump/crash-private", GINT_TO_POINTER (TRUE), test_crash);
  return g_test_run ();
}
