/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-record.h"
#include "store-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"

static void
test_round_trip (void)
{
  g_autofree char *path = tessera_session_record_get_path ("one");
  g_autoptr (TesseraSessionRecord) before = tessera_session_record_read ("one", NULL);
  g_autoptr (TesseraSessionRecord) after = NULL;
  GStatBuf status;

  g_assert_false (before->signed_in);
  g_assert_cmpuint (before->generation, ==, 0);
  before->signed_in = TRUE;
  before->expires_at = 1800000000;
  before->expires_boot = 77;
  before->boot_id = g_strdup ("boot");
  before->renewable = TRUE;
  before->subject = g_strdup ("zoë;\n1");
  g_assert_true (tessera_session_record_write ("one", before, NULL));
  g_assert_cmpuint (before->generation, ==, 1);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  after = tessera_session_record_read ("one", NULL);
  g_assert_true (after->signed_in);
  g_assert_true (after->renewable);
  g_assert_cmpint (after->expires_at, ==, 1800000000);
  g_assert_cmpint (after->expires_boot, ==, 77);
  g_assert_cmpstr (after->boot_id, ==, "boot");
  g_assert_cmpstr (after->subject, ==, "zoë;\n1");
  g_assert_cmpuint (after->generation, ==, 1);
}

static TesseraSessionRecord *
record_owner (const char *id, const char *client_id)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_new ();
  g_autoptr (TesseraSessionRecord) record = NULL;

  tokens->access_token = g_strdup ("access");
  tokens->issuer = g_strdup ("https://id.example.com");
  tokens->client_id = g_strdup (client_id);
  tokens->token_endpoint = g_strdup ("https://id.example.com/token");
  record = tessera_session_record_from_tokens (tokens);
  g_assert_true (tessera_session_record_write (id, record, NULL));
  return tessera_session_record_read (id, NULL);
}

/* It is all there, or nothing of it: what is read again is bounded. */
static void
test_owner (void)
{
  g_autofree char *long_id = g_strnfill (100000, 'x');
  g_autoptr (TesseraSessionRecord) owned = record_owner ("owned", "client;\n1");
  g_autoptr (TesseraSessionRecord) unknown = record_owner ("unknown", long_id);

  g_assert_cmpstr (owned->issuer, ==, "https://id.example.com");
  g_assert_cmpstr (owned->client_id, ==, "client;\n1");
  g_assert_cmpstr (owned->token_endpoint, ==, "https://id.example.com/token");
  g_assert_true (unknown->signed_in);
  g_assert_null (unknown->issuer);
  g_assert_null (unknown->client_id);
  g_assert_null (unknown->token_endpoint);
}

/* Whoever writes later has read the file before another did: the generation still moves on. */
static void
test_generation (void)
{
  g_autoptr (TesseraSessionRecord) a = tessera_session_record_read ("two", NULL);
  g_autoptr (TesseraSessionRecord) b = tessera_session_record_read ("two", NULL);

  g_assert_true (tessera_session_record_write ("two", a, NULL));
  g_assert_true (tessera_session_record_write ("two", b, NULL));
  g_assert_cmpuint (b->generation, ==, 2);
}

static void
test_broken (void)
{
  g_autofree char *path = tessera_session_record_get_path ("three");
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (path, "]]\xff nonsense", -1, NULL));
  state = tessera_session_record_read ("three", &error);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (state->known || state->signed_in);
  g_assert_cmpuint (state->generation, ==, 0);
}

/* A pipe in its place keeps nobody waiting, and the next change puts a file there. */
static void
test_pipe (void)
{
  g_autofree char *path = tessera_session_record_get_path ("pipe");
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (TesseraSessionRecord) state = NULL;

  g_mkdir_with_parents (directory, 0700);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  state = tessera_session_record_read ("pipe", NULL);
  g_assert_false (state->signed_in);
  g_assert_cmpuint (state->generation, ==, 0);
  g_assert_true (tessera_session_record_write ("pipe", state, NULL));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* Only that there is no file means that there is no session. */
static void
test_unreadable (void)
{
  g_autofree char *path = tessera_session_record_get_path ("six");
  g_autoptr (TesseraSessionRecord) absent = NULL;
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autoptr (GError) error = NULL;

  absent = tessera_session_record_read ("six", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  state = tessera_session_record_read ("six", &error);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (state->known || state->signed_in);
  g_clear_error (&error);
  g_assert_false (tessera_session_record_remove ("six", &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
}

static void
assert_left (gint64 wall, gint64 boot, const char *boot_id, gint64 left)
{
  TesseraSessionRecord state = {
    .expires_at = 1800003600, .expires_boot = 4600, .boot_id = (char *) "one", .lifetime = 3600
  };

  tessera_clock_set (wall, boot, boot_id);
  g_assert_cmpint (tessera_session_record_seconds_left (&state), ==, left);
}

/* By the boot clock within the boot; in another one by the wall clock, which may be set back. */
static void
test_seconds_left (void)
{
  TesseraSessionRecord unknown = { 0 };

  assert_left (1800000000, 1000, "one", 3600);
  assert_left (1900000000, 1100, "one", 3500);
  assert_left (1800003500, 7, "two", 100);
  assert_left (1800003700, 7, "two", -100);
  assert_left (1700000000, 7, "two", 3600);
  g_assert_cmpint (tessera_session_record_seconds_left (&unknown), ==, G_MAXINT64);
}

static void
test_remove (void)
{
  g_autofree char *path = tessera_session_record_get_path ("four");
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_read ("four", NULL);

  g_assert_true (tessera_session_record_write ("four", state, NULL));
  g_assert_true (tessera_session_record_remove ("four", NULL));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (tessera_session_record_remove ("four", NULL));
}

static void
test_unwritable (void)
{
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_read ("five", NULL);
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "tessera", NULL);
  g_autoptr (GError) error = NULL;

  /* A file where the directory should be stops root too. */
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (directory, "", 0, NULL));
  g_assert_false (tessera_session_record_write ("five", state, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (tessera_session_record_check_writable ("five", &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/session-record/round-trip", test_round_trip);
  g_test_add_func ("/session-record/generation", test_generation);
  g_test_add_func ("/session-record/broken", test_broken);
  g_test_add_func ("/session-record/pipe", test_pipe);
  g_test_add_func ("/session-record/unreadable", test_unreadable);
  g_test_add_func ("/session-record/seconds-left", test_seconds_left);
  g_test_add_func ("/session-record/remove", test_remove);
  g_test_add_func ("/session-record/unwritable", test_unwritable);
  g_test_add_func ("/session-record/owner", test_owner);
  return g_test_run ();
}
