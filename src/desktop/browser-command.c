/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser-command.h"

#include <string.h>
#include <unistd.h>

#define FIRST_SECONDS 10 /* in which a failure is one to start */

/* As for a browser that GIO starts: see browser.c. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

/* Puts @uri into each word of @command. Returns: (transfer full) (nullable): NULL where @command
 * cannot be split, or is empty. */
static char **
make_arguments (const char *command, const char *uri)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  if (!g_shell_parse_argv (command, NULL, &words, NULL))
    return NULL;
  for (char **word = words; *word != NULL; word++)
    {
      g_autoptr (GString) argument = g_string_new (*word);

      g_string_replace (argument, "%s", uri, 0);
      g_strv_builder_add (arguments, argument->str);
    }
  if (strstr (command, "%s") == NULL)
    g_strv_builder_add (arguments, uri);
  return g_strv_builder_end (arguments);
}

char *
tessera_browser_command_make_token (const char *command, GAppLaunchContext *context)
{
  g_autoptr (GAppInfo) info = NULL;

  if (context == NULL)
    return NULL;
  info = g_app_info_create_from_commandline (command, NULL,
                                             G_APP_INFO_CREATE_SUPPORTS_STARTUP_NOTIFICATION, NULL);
  return info != NULL ? g_app_launch_context_get_startup_notify_id (context, info, NULL) : NULL;
}

/* With @context (nullable) the window of @command may come to the front. */
static char **
make_environment (const char *command, GAppLaunchContext *context)
{
  static const char *const names[] = { "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID" };
  g_autofree char *token = tessera_browser_command_make_token (command, context);
  char **environment;

  if (context == NULL)
    return g_get_environ ();
  environment = g_app_launch_context_get_environment (context);
  for (gsize i = 0; token != NULL && i < G_N_ELEMENTS (names); i++)
    environment = g_environ_setenv (environment, names[i], token, TRUE);
  return environment;
}

/* The commands of $BROWSER, of which one after the other is tried. */
typedef struct
{
  char **commands;
  char **next; /* of @commands */
  char *uri;
  GAppLaunchContext *context; /* (nullable) */
  GCancellable *failed;
  gint64 started; /* microseconds, monotonic */
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_strfreev (self->commands);
  g_free (self->uri);
  g_clear_object (&self->context);
  g_object_unref (self->failed);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static gboolean
run (const char *command, Attempt *self, GPid *pid)
{
  g_auto (GStrv) arguments = make_arguments (command, self->uri);
  g_auto (GStrv) environment = arguments != NULL ? make_environment (command, self->context) : NULL;

  return arguments != NULL
         && g_spawn_async (NULL, arguments, environment,
                           G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                             | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                           leave_session, NULL, pid, NULL);
}

static gboolean try_next (Attempt *attempt);

/* A browser that was used for a while may end as it likes. */
static void
ended_cb (GPid pid, int status, gpointer user_data)
{
  g_autoptr (Attempt) self = user_data;
  GCancellable *failed = self->failed;

  g_spawn_close_pid (pid);
  if (g_get_monotonic_time () - self->started >= FIRST_SECONDS * G_USEC_PER_SEC
      || g_spawn_check_wait_status (status, NULL))
    return;
  g_object_ref (failed);
  if (!try_next (g_steal_pointer (&self)))
    g_cancellable_cancel (failed);
  g_object_unref (failed);
}

/* Takes @attempt. */
static gboolean
try_next (Attempt *attempt)
{
  g_autoptr (Attempt) self = attempt;
  GPid pid;

  while (*self->next != NULL)
    if (run (*self->next++, self, &pid))
      {
        self->started = g_get_monotonic_time ();
        g_child_watch_add (pid, ended_cb, g_steal_pointer (&self));
        return TRUE;
      }
  return FALSE;
}

char *
tessera_browser_command_find (void)
{
  const char *value = g_getenv ("BROWSER");
  g_auto (GStrv) commands = g_strsplit (value != NULL ? value : "", ":", -1);

  for (char **command = commands; *command != NULL; command++)
    {
      g_auto (GStrv) arguments = make_arguments (*command, "");
      g_autofree char *program = arguments != NULL ? g_find_program_in_path (arguments[0]) : NULL;

      if (program != NULL)
        return g_strdup (arguments[0]);
    }
  return NULL;
}

gboolean
tessera_browser_command_run (const char *uri, GAppLaunchContext *context, GCancellable *failed)
{
  const char *value = g_getenv ("BROWSER");
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->commands = g_strsplit (value != NULL ? value : "", ":", -1);
  attempt->next = attempt->commands;
  attempt->uri = g_strdup (uri);
  g_set_object (&attempt->context, context);
  attempt->failed = g_object_ref (failed);
  return try_next (attempt);
}
