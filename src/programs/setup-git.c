/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-git.h"

#include <gio/gio.h>

char *
tessera_setup_git_find_file (void)
{
  const char *named = g_getenv ("GIT_CONFIG_GLOBAL");
  g_autofree char *first = g_build_filename (g_get_home_dir (), ".gitconfig", NULL);
  g_autofree char *second = g_build_filename (g_get_user_config_dir (), "git", "config", NULL);

  if (named != NULL && named[0] != '\0')
    return g_strdup (named);
  if (!g_file_test (first, G_FILE_TEST_EXISTS) && g_file_test (second, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&second);
  return g_steal_pointer (&first);
}

char *
tessera_setup_git_read (void)
{
  /* In “/” there is no repository whose own settings would count. */
  const char *const argv[] = { "git", "-C", "/", "config", "--get-regexp", "^credential\\.", NULL };
  g_autofree char *settings = NULL;
  g_autoptr (GError) reason = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &settings, NULL, &status, NULL))
    return NULL;
  /* 1: there are none. */
  if (!g_spawn_check_wait_status (status, &reason)
      && !g_error_matches (reason, G_SPAWN_EXIT_ERROR, 1))
    return NULL;
  return g_steal_pointer (&settings);
}
