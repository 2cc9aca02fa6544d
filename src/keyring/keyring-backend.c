/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-backend.h"

/* As libsecret decides it, and where libsecret looks for it. */
char *
tessera_keyring_backend_get_file (void)
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
