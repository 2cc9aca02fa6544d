/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-shim.h"
#include "fault-plan.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_FAULTS 8

typedef struct
{
  char *function;
  char *glob; /* NULL for every call */
  guint64 nth;
  gboolean onwards; /* each call from the nth on */
  guint64 calls;
  int signal;  /* 0 for none */
  int verdict; /* FAULT_NONE after a signal */
} Fault;

static const struct
{
  const char *name;
  int value;
} errors[] = {
  { "EACCES", EACCES }, { "EDQUOT", EDQUOT }, { "EINTR", EINTR },   { "EIO", EIO },
  { "EMFILE", EMFILE }, { "ENFILE", ENFILE }, { "ENOENT", ENOENT }, { "ENOLCK", ENOLCK },
  { "ENOSPC", ENOSPC }, { "ENOSYS", ENOSYS }, { "EPERM", EPERM },   { "EROFS", EROFS },
}, signals[] = {
  { "int", SIGINT },
  { "kill", SIGKILL },
  { "stop", SIGSTOP },
};

static GMutex mutex; /* calls come from any thread */
static Fault plan[MAX_FAULTS];
static guint n_faults, struck;

G_NORETURN static void
refuse (const char *fault)
{
  g_printerr ("fault-shim: not a fault: %s\n", fault);
  abort ();
}

static gboolean
parse_action (Fault *fault, const char *action)
{
  if (strcmp (action, "block") == 0)
    {
      fault->verdict = FAULT_BLOCK;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    if (strcmp (action, signals[i].name) == 0)
      fault->signal = signals[i].value;
  for (guint i = 0; g_str_has_prefix (action, "errno:") && i < G_N_ELEMENTS (errors); i++)
    if (strcmp (action + strlen ("errno:"), errors[i].name) == 0)
      fault->verdict = errors[i].value;
  return fault->signal != 0 || fault->verdict != FAULT_NONE;
}

static void
parse_fault (Fault *fault, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  char *rest = NULL;
  char *at;

  *fault = (Fault){ 0 };
  if (g_strv_length (parts) != 3 || !parse_action (fault, parts[2]))
    refuse (text);
  fault->nth = g_ascii_strtoull (parts[1], &rest, 10);
  fault->onwards = strcmp (rest, "+") == 0;
  if (fault->nth == 0 || (*rest != '\0' && !fault->onwards))
    refuse (text);
  at = strchr (parts[0], '@');
  if (at != NULL)
    *at++ = '\0';
  fault->function = g_strdup (parts[0]);
  fault->glob = g_strdup (at);
}

void
tessera_fault_set (const char *faults)
{
  g_auto (GStrv) texts = g_strsplit (faults != NULL ? faults : "", " ", -1);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  for (guint i = 0; i < n_faults; i++)
    {
      g_clear_pointer (&plan[i].function, g_free);
      g_clear_pointer (&plan[i].glob, g_free);
    }
  n_faults = 0;
  struck = 0;
  for (guint i = 0; texts[i] != NULL; i++)
    {
      if (*texts[i] == '\0')
        continue;
      if (n_faults == MAX_FAULTS)
        refuse (texts[i]);
      parse_fault (&plan[n_faults++], texts[i]);
    }
}

guint
tessera_fault_count (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  return struck;
}

/* By system calls, as open() and write() are the shim's. */
static void
tell (const char *function, const char *subject)
{
  const char *path = getenv ("TESSERA_TEST_FAULT_LOG");
  g_autofree char *line = NULL;
  long fd;

  if (path == NULL)
    return;
  line = g_strdup_printf ("%d %s %s\n", (int) getpid (), function, subject != NULL ? subject : "");
  fd = syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || syscall (SYS_write, fd, line, strlen (line)) < 0)
    abort ();
  syscall (SYS_close, fd);
}

static gboolean
is_due (Fault *fault, const char *function, const char *subject)
{
  if (strcmp (fault->function, function) != 0)
    return FALSE;
  if (fault->glob != NULL && (subject == NULL || fnmatch (fault->glob, subject, 0) != 0))
    return FALSE;
  fault->calls++;
  return fault->calls == fault->nth || (fault->onwards && fault->calls > fault->nth);
}

int
tessera_fault_strike (const char *function, const char *subject)
{
  int verdict = FAULT_NONE;
  int signal = 0;

  g_mutex_lock (&mutex);
  for (guint i = 0; i < n_faults; i++)
    if (is_due (&plan[i], function, subject))
      {
        struck++;
        signal = plan[i].signal != 0 ? plan[i].signal : signal;
        verdict = plan[i].verdict != FAULT_NONE ? plan[i].verdict : verdict;
      }
  g_mutex_unlock (&mutex);
  if (signal == 0 && verdict == FAULT_NONE)
    return FAULT_NONE;
  tell (function, subject);
  if (signal != 0)
    kill (getpid (), signal);
  return verdict;
}

__attribute__ ((constructor)) static void
read_environment (void)
{
  if (g_str_has_prefix (program_invocation_short_name, "tessera")
      || g_str_has_prefix (program_invocation_short_name, "test-"))
    tessera_fault_set (getenv ("TESSERA_TEST_FAULT"));
}
