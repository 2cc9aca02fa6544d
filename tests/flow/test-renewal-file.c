/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "renew.h"
#include "renewal.h"

/* A renewal where libsecret keeps all items in one file, as in a sandbox: whoever writes it holds
 * the lock of that file, and the refresh token is not sent before that is held. */

static ProviderProcess *provider;

/* Another program writes the file for longer than a renewal may take. */
static void
test_deadline (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraLock) lock = NULL;
  g_autoptr (GError) error = NULL;

  renew->no_memory = TRUE;
  lock = tessera_lock_acquire ("keyring", &error);
  g_assert_no_error (error);
  tessera_renewal_set_deadline (1);
  g_assert_false (renew_run (renew, &error));
  tessera_renewal_set_deadline (120);
  renew_assert_kept (renew, error, 4);
  g_assert_cmpuint (renew_count (renew), ==, 0);

  g_clear_error (&error);
  g_clear_pointer (&lock, tessera_lock_release);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  g_autofree char *file = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  file = g_build_filename (g_get_user_data_dir (), "secrets.keyring", NULL);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
  provider = provider_process_start (args);
  g_test_add_func ("/renewal-file/deadline", test_deadline);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
