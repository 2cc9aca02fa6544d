/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-client-secret [file]: with a Secret Service, or with libsecret's file in its place. */
#include "client-secret.h"

#include <string.h>

#include "fault-shim.h"
#include "files-error.h"
#include "kept.h"
#include "keyring-error.h"
#include "lock-now.h"

static gboolean
set (Kept *kept, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_client_secret_set_async (kept->store, secret, NULL, kept_ready_cb, &result);
  return tessera_client_secret_set_finish (kept_wait (&result), error);
}

static void
assert_secret (Kept *kept, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = NULL;

  tessera_client_secret_lookup_async (kept->store, NULL, kept_ready_cb, &result);
  secret = tessera_client_secret_lookup_finish (kept_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
}

static void
test_round_trip (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (GError) error = NULL;

  assert_secret (kept, NULL);
  g_assert_true (set (kept, "s3cr3t", &error));
  assert_secret (kept, "s3cr3t");
  g_assert_true (set (kept, "another", &error));
  assert_secret (kept, "another");
  g_assert_true (set (kept, NULL, &error));
  assert_secret (kept, NULL);
  g_assert_true (set (kept, NULL, &error));
  g_assert_no_error (error);
}

/* It is an item of its own: a sign-out leaves it. */
static void
test_beside_tokens (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");

  g_assert_true (set (kept, "s3cr3t", NULL));
  kept_change (kept, tokens);
  assert_secret (kept, "s3cr3t");
  kept_change (kept, NULL);
  assert_secret (kept, "s3cr3t");
}

static void
test_keyring_refuses (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (GError) stored = NULL;
  g_autoptr (GError) deleted = NULL;

  g_assert_true (set (kept, "s3cr3t", NULL));
  tessera_fault_set ("secret_password_storev:1:errno:EROFS secret_password_clearv:1:errno:EROFS");
  g_assert_false (set (kept, "another", &stored));
  g_assert_false (set (kept, NULL, &deleted));
  tessera_fault_set (NULL);
  g_assert_error (stored, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  g_assert_error (deleted, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  assert_secret (kept, "s3cr3t");
}

/* While another program writes the file nothing is written, and a cancel is heard. */
static void
test_waits_for_file (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraLock) lock = tessera_lock_acquire ("keyring", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_client_secret_set_async (kept->store, "s3cr3t", cancellable, kept_ready_cb, &result);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (tessera_client_secret_set_finish (kept_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_secret (kept, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && strcmp (argv[1], "file") == 0)
    {
      g_autofree char *file = g_build_filename (g_get_user_data_dir (), "secrets.keyring", NULL);

      g_setenv ("SECRET_BACKEND", "file", TRUE);
      g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
      g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
      g_test_add_func ("/client-secret/waits-for-file", test_waits_for_file);
      g_test_add_func ("/client-secret/round-trip", test_round_trip);
      return g_test_run ();
    }
  g_test_add_func ("/client-secret/round-trip", test_round_trip);
  g_test_add_func ("/client-secret/beside-tokens", test_beside_tokens);
  g_test_add_func ("/client-secret/keyring-refuses", test_keyring_refuses);
  return g_test_run ();
}
