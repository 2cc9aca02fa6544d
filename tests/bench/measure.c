/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-measure FD COMMAND [ARGUMENT]...: runs the command, and writes to the descriptor FD
 *
 *     STARTED ELAPSED CPU PEAK STATUS
 *
 * when it started (CLOCK_MONOTONIC) and how long it took, both in nanoseconds, its processor time
 * in microseconds (its own, the system's for it, and that of the children that it waited for), its
 * peak memory in KiB, and its exit status (128 + N for signal N).
 *
 * A program of its own, since a process starts with the peak of whoever called execve in it: a
 * script could not see the peak of anything smaller than the script. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (int64_t) time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t
microseconds (struct timeval time)
{
  return (int64_t) time.tv_sec * 1000000 + time.tv_usec;
}

_Noreturn static void
run (char **command, int output)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  close (output);
  execvp (command[0], command);
  fprintf (stderr, "bench-measure: %s: %s\n", command[0], strerror (errno));
  _exit (127);
}

int
main (int argc, char **argv)
{
  struct rusage usage;
  int64_t started, ended;
  int status, output;
  pid_t pid;

  if (argc < 3)
    return 2;
  output = atoi (argv[1]);
  started = now ();
  pid = fork ();
  if (pid == 0)
    run (argv + 2, output);
  if (pid < 0 || wait4 (pid, &status, 0, &usage) != pid)
    return 1;
  ended = now ();
  dprintf (output, "%lld %lld %lld %ld %d\n", (long long) started, (long long) (ended - started),
           (long long) (microseconds (usage.ru_utime) + microseconds (usage.ru_stime)),
           usage.ru_maxrss, WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status));
  return 0;
}
