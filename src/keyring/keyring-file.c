/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-file.h"

#include <fcntl.h>
#include <sys/stat.h>

/* As libsecret decides it, and where libsecret looks for it. */
char *
tessera_keyring_file_get_path (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  if (backend == NULL && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return NULL;
  if (backend != NULL && !g_str_equal (backend, "file"))
    return NULL;
  if (path != NULL && *path != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
}

static gboolean
read_time (const char *path, gint64 *seconds)
{
  struct stat status;

  if (path == NULL || stat (path, &status) < 0)
    return FALSE;
  *seconds = status.st_mtim.tv_sec;
  return TRUE;
}

gint64
tessera_keyring_file_get_time (void)
{
  g_autofree char *path = tessera_keyring_file_get_path ();
  gint64 seconds = 0;

  read_time (path, &seconds);
  return seconds;
}

void
tessera_keyring_file_move_on (gint64 before)
{
  g_autofree char *path = tessera_keyring_file_get_path ();
  gint64 seconds;

  /* The clock may also have been set back meanwhile: later than before is all that counts. */
  if (read_time (path, &seconds) && seconds <= before)
    {
      const struct timespec times[] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = before + 1 } };

      utimensat (AT_FDCWD, path, times, 0);
    }
}

gint64
tessera_keyring_file_begin (void)
{
  tessera_keyring_file_move_on (tessera_keyring_file_get_time ());
  return tessera_keyring_file_get_time ();
}
