/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-transaction [file]: with a Secret Service, or with libsecret's file in its place. */
#include <glib/gstdio.h>
#include <string.h>

#include "fault-shim.h"
#include "files-error.h"
#include "kept.h"
#include "keyring-error.h"
#include "keyring.h"
#include "lock-now.h"
#include "oidc-error.h"
#include "store-error.h"

static void
test_one_at_a_time (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) first = kept_begin (kept);
  g_autoptr (TesseraTransaction) second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_transaction_begin_async (kept->store, NULL, kept_ready_cb, &result);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  g_clear_pointer (&first, tessera_transaction_free);
  second = tessera_transaction_begin_finish (kept_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (second);
}

static void
test_begin_is_cancelled (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) first = kept_begin (kept);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_transaction_begin_async (kept->store, cancellable, kept_ready_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (tessera_transaction_begin_finish (kept_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_locks (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_fault_set ("flock:1+:errno:ENOLCK");
  tessera_transaction_begin_async (kept->store, NULL, kept_ready_cb, &result);
  g_assert_null (tessera_transaction_begin_finish (kept_wait (&result), &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_FILES_ERROR, TESSERA_FILES_ERROR_NO_LOCKS);
}

/* What another process changed while the lock was waited for is known, and told. */
static void
test_reads_again (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (OidcTokens) loaded = NULL;

  g_assert_false (tessera_store_get_record (kept->store)->signed_in);
  kept_change (other, tokens);
  transaction = kept_begin (kept);
  g_assert_true (tessera_store_get_record (kept->store)->signed_in);
  g_assert_cmpuint (kept->changes, ==, 1);
  loaded = kept_load (transaction, NULL);
  g_assert_cmpstr (loaded->refresh_token, ==, "refresh-1");
}

static void
test_loads_what_is_in_memory (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (OidcTokens) loaded = NULL;
  g_autoptr (GError) error = NULL;

  tessera_store_keep (kept->store, tokens);
  loaded = kept_load (transaction, &error);
  g_assert_true (loaded == tokens);
  /* Nobody else had it: now it is where it belongs. */
  g_assert_true (kept_prepare (transaction, &error));
  g_assert_no_error (error);
  kept_assert_holds (kept, "1");
}

static void
test_unreadable_item (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) malformed = NULL;
  g_autoptr (GError) newer = NULL;

  kept_put (kept, "no JSON");
  g_assert_null (kept_load (transaction, &malformed));
  g_assert_error (malformed, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  kept_put (kept, "{\"version\":99}");
  g_assert_null (kept_load (transaction, &newer));
  g_assert_error (newer, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
}

/* The item is written, and holds the same tokens; nobody is told of a change. */
static void
test_prepares (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (OidcTokens) loaded = NULL;
  g_autoptr (GError) error = NULL;
  guint changes;

  kept_change (kept, tokens);
  changes = kept->changes;
  transaction = kept_begin (kept);
  loaded = kept_load (transaction, NULL);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *before = kept_look_up (kept);
      g_autofree char *after = NULL;
      g_autoptr (OidcTokens) again = NULL;

      g_assert_true (kept_prepare (transaction, &error));
      after = kept_look_up (kept);
      g_assert_cmpstr (after, !=, before);
      kept_assert_holds (kept, "1");
      again = kept_load (transaction, NULL);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (kept->changes, ==, changes);
}

static void
test_prepares_without_session (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) error = NULL;

  g_assert_null (kept_load (transaction, &error));
  g_assert_true (kept_prepare (transaction, &error));
  g_assert_no_error (error);
  kept_assert_holds (kept, NULL);
}

/* What cannot be written is known before, and costs nothing. */
static void
test_cannot_be_stored (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (OidcTokens) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, tokens);
  transaction = kept_begin (kept);
  loaded = kept_load (transaction, NULL);
  tessera_fault_set ("secret_password_storev:1:errno:EROFS");
  g_assert_false (kept_prepare (transaction, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  kept_assert_holds (kept, "1");
}

static void
test_no_record_can_be_written (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) error = NULL;

  kept_block_directory ();
  g_assert_false (kept_prepare (transaction, &error));
  kept_unblock_directory ();
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
}

/* A prompt that nobody answers ends the preparation when the keyring's time is over. */
static void
test_nobody_answers (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (OidcTokens) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, tokens);
  transaction = kept_begin (kept);
  loaded = kept_load (transaction, NULL);
  tessera_fault_set ("secret_password_storev:1:block");
  tessera_keyring_set_deadline (1);
  g_assert_false (kept_prepare (transaction, &error));
  tessera_keyring_set_deadline (120);
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  kept_assert_holds (kept, "1");
}

/* The process that stored the tokens was killed before it wrote the record. */
static void
test_repairs (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autofree char *text = oidc_tokens_store (tokens);
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) error = NULL;
  guint64 generation;

  kept_put (kept, text);
  g_assert_true (tessera_transaction_repair (transaction, tokens, &error));
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
  g_assert_cmpstr (kept->told->access_token, ==, "access-1");
  generation = tessera_store_get_record (kept->store)->generation;
  g_assert_true (tessera_transaction_repair (transaction, tokens, &error));
  g_assert_cmpuint (tessera_store_get_record (kept->store)->generation, ==, generation);
  g_assert_no_error (error);
}

static void
test_repairs_in_vain (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) error = NULL;

  tessera_fault_set ("rename@*.state:1+:errno:ENOSPC");
  g_assert_false (tessera_transaction_repair (transaction, tokens, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
}

static void
test_discards (void)
{
  g_autoptr (Kept) kept = kept_new ();
  TesseraTransaction *transaction = kept_begin (kept);
  g_autofree char *name = g_strconcat (tessera_store_get_id (kept->store), ".lock", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  tessera_transaction_discard (transaction);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static TesseraLock *
hold_file (void)
{
  g_autoptr (GError) error = NULL;
  TesseraLock *lock = tessera_lock_acquire ("keyring", &error);

  g_assert_no_error (error);
  return lock;
}

/* With a Secret Service nobody needs the lock of the file. */
static void
test_needs_no_file (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraLock) lock = hold_file ();

  kept_change (kept, tokens);
  kept_assert_holds (kept, "1");
}

/* While another program writes the file, neither preparing nor committing begins, and each can be
 * cancelled. */
static void
test_waits_for_file (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraLock) lock = hold_file ();
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);

  for (int commits = 0; commits < 2; commits++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (commits)
        tessera_transaction_commit_async (transaction, tokens, TESSERA_COMMIT_DEFAULT, cancellable,
                                          kept_ready_cb, &result);
      else
        tessera_transaction_prepare_async (transaction, cancellable, kept_ready_cb, &result);
      for (int i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_null (result);
      g_cancellable_cancel (cancellable);
      kept_wait (&result);
      g_assert_false (commits ? tessera_transaction_commit_finish (result, &error)
                              : tessera_transaction_prepare_finish (result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  kept_assert_holds (kept, NULL);
}

/* Held from the preparation on: nobody writes the file between it and the commit. */
static void
test_holds_file (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kept_prepare (transaction, &error));
  tessera_lock_acquire_async ("keyring", cancellable, kept_ready_cb, &result);
  g_assert_true (kept_commit (transaction, tokens, TESSERA_COMMIT_DEFAULT, &error));
  g_assert_null (result);
  g_clear_pointer (&transaction, tessera_transaction_free);
  tessera_lock_release (tessera_lock_acquire_finish (kept_wait (&result), &error));
  g_assert_no_error (error);
  kept_assert_holds (kept, "1");
}

static void
add_file_tests (void)
{
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "secrets.keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "tessera", TRUE);
  g_test_add_func ("/transaction/waits-for-file", test_waits_for_file);
  g_test_add_func ("/transaction/holds-file", test_holds_file);
  g_test_add_func ("/transaction/prepares", test_prepares);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && strcmp (argv[1], "file") == 0)
    {
      add_file_tests ();
      return g_test_run ();
    }
  g_test_add_func ("/transaction/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/transaction/begin-is-cancelled", test_begin_is_cancelled);
  g_test_add_func ("/transaction/no-locks", test_no_locks);
  g_test_add_func ("/transaction/reads-again", test_reads_again);
  g_test_add_func ("/transaction/loads-what-is-in-memory", test_loads_what_is_in_memory);
  g_test_add_func ("/transaction/unreadable-item", test_unreadable_item);
  g_test_add_func ("/transaction/prepares", test_prepares);
  g_test_add_func ("/transaction/prepares-without-session", test_prepares_without_session);
  g_test_add_func ("/transaction/cannot-be-stored", test_cannot_be_stored);
  g_test_add_func ("/transaction/no-record-can-be-written", test_no_record_can_be_written);
  g_test_add_func ("/transaction/nobody-answers", test_nobody_answers);
  g_test_add_func ("/transaction/repairs", test_repairs);
  g_test_add_func ("/transaction/repairs-in-vain", test_repairs_in_vain);
  g_test_add_func ("/transaction/discards", test_discards);
  g_test_add_func ("/transaction/needs-no-file", test_needs_no_file);
  return g_test_run ();
}
