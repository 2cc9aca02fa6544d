/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-command.h"

#include <gio/gio.h>
#include <stdlib.h>

#define PROGRAM "tessera"

char *
tessera_setup_command_choose (const char *path)
{
  g_autofree char *found = g_find_program_in_path (PROGRAM);
  char *real = found != NULL ? realpath (found, NULL) : NULL;
  gboolean is_this = g_strcmp0 (real, path) == 0;

  free (real);
  return g_strdup (is_this ? PROGRAM : path);
}

char *
tessera_setup_command_find (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = own != NULL ? g_path_get_dirname (own) : NULL;
  g_autofree char *beside = directory != NULL ? g_build_filename (directory, PROGRAM, NULL) : NULL;
  char *found;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  found = g_find_program_in_path (PROGRAM);
  return found != NULL ? found : g_strdup (PROGRAM);
}
