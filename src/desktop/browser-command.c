/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser-command.h"

#include <string.h>
#include <unistd.h>

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

static gboolean
run (const char *command, const char *uri, GAppLaunchContext *context)
{
  g_auto (GStrv) arguments = make_arguments (command, uri);
  g_auto (GStrv) environment = arguments != NULL ? make_environment (command, context) : NULL;

  return arguments != NULL
         && g_spawn_async (NULL, arguments, environment,
                           G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                             | G_SPAWN_STDERR_TO_DEV_NULL,
                           leave_session, NULL, NULL, NULL);
}

gboolean
tessera_browser_command_run (const char *uri, GAppLaunchContext *context)
{
  const char *value = g_getenv ("BROWSER");
  g_auto (GStrv) commands = g_strsplit (value != NULL ? value : "", ":", -1);

  for (char **command = commands; *command != NULL; command++)
    if (run (*command, uri, context))
      return TRUE;
  return FALSE;
}
