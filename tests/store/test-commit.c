/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-commit [absent]: with a Secret Service, or without any. */
#include <glib/gstdio.h>
#include <string.h>

#include "fault-shim.h"
#include "kept.h"
#include "keyring-error.h"
#include "store-error.h"

#define NO_ROOM "rename@*.state:1+:errno:ENOSPC"

/* A commit under way whose call of the keyring does not end before it is cancelled. */
typedef struct
{
  Kept *kept;
  TesseraTransaction *transaction;
  GCancellable *cancellable;
  GAsyncResult *result;
} Held;

/* @call: the function of libsecret's. @tokens: (nullable) */
static Held *
hold_commit (Kept *kept, const char *call, OidcTokens *tokens)
{
  Held *self = g_new0 (Held, 1);
  g_autofree char *fault = g_strconcat (call, ":1:block", NULL);
  g_autoptr (OidcTokens) loaded = NULL;

  self->kept = kept;
  self->transaction = kept_begin (kept);
  self->cancellable = g_cancellable_new ();
  loaded = kept_load (self->transaction, NULL);
  tessera_fault_set (fault);
  tessera_transaction_commit_async (self->transaction, tokens, TESSERA_COMMIT_DEFAULT,
                                    self->cancellable, kept_ready_cb, &self->result);
  while (tessera_fault_count () == 0)
    g_main_context_iteration (NULL, TRUE);
  tessera_fault_set (NULL);
  return self;
}

static void
held_cancel (Held *self)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (self->cancellable);
  g_assert_false (tessera_transaction_commit_finish (kept_wait (&self->result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->transaction, tessera_transaction_free);
  g_free (self);
}

/* Whoever is killed between the two writes leaves a record that promises nothing. */
static void
test_stores_before_it_says_so (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  Held *held = hold_commit (kept, "secret_password_storev", tokens);

  g_assert_cmpstr (kept_read_record (kept), ==, "none");
  held_cancel (held);
  g_assert_cmpstr (kept_read_record (kept), ==, "none");
  kept_assert_holds (kept, NULL);
}

static void
test_says_less_before_it_deletes (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  Held *held;

  kept_change (kept, tokens);
  held = hold_commit (kept, "secret_password_clearv", NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
  kept_assert_holds (kept, "1");
  /* The keyring kept it: there is a session. */
  held_cancel (held);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
  g_assert_true (tessera_store_get_record (kept->store)->signed_in);
  g_assert_true (tessera_store_get_record (kept->store)->renewable);
}

static void
test_says_that_it_ended_before_it_is_stored (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (OidcTokens) ended = oidc_tokens_ended (tokens);
  Held *held;

  kept_change (kept, tokens);
  held = hold_commit (kept, "secret_password_storev", ended);
  g_assert_cmpstr (kept_read_record (kept), ==, "ended");
  /* The provider ended it, whatever the keyring still holds. */
  held_cancel (held);
  g_assert_cmpstr (kept_read_record (kept), ==, "ended");
}

static void
test_replaces (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) first = kept_make_tokens ("1");
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");

  kept_change (kept, first);
  kept_assert_holds (kept, "1");
  kept_change (kept, second);
  kept_assert_holds (kept, "2");
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
  kept_change (kept, NULL);
  kept_assert_holds (kept, NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
}

/* Of a session that has ended the ID token is kept, for the provider's sign-out. */
static void
test_ended (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (OidcTokens) ended = oidc_tokens_ended (tokens);
  g_autoptr (OidcTokens) stored = NULL;
  g_autofree char *text = NULL;

  kept_change (kept, tokens);
  kept_change (kept, ended);
  text = kept_look_up (kept);
  stored = oidc_tokens_load (text, NULL);
  g_assert_true (stored->ended);
  g_assert_null (stored->refresh_token);
  g_assert_cmpstr (stored->id_token, ==, tokens->id_token);
  g_assert_null (kept->told);

  g_clear_pointer (&ended->id_token, g_free);
  kept_change (kept, ended);
  kept_assert_holds (kept, NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "ended");
}

/* An account that never signed in gets no record by signing out; a damaged one is put right. */
static void
test_no_needless_record (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autofree char *path = kept_get_path (kept);

  kept_change (kept, NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "none");
  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  kept_change (kept, NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
}

static void
test_keyring_refuses (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) first = kept_make_tokens ("1");
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, first);
  transaction = kept_begin (kept);
  tessera_fault_set ("secret_password_storev:1:errno:EROFS");
  g_assert_false (kept_commit (transaction, second, TESSERA_COMMIT_DEFAULT, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  kept_assert_holds (kept, "1");
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

/* A renewal's tokens are worth more than the record: what they replace is spent. */
static void
test_no_record_of_a_renewal (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) first = kept_make_tokens ("1");
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, first);
  transaction = kept_begin (kept);
  tessera_fault_set (NO_ROOM);
  g_assert_false (kept_commit (transaction, second, TESSERA_COMMIT_DEFAULT, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  kept_assert_holds (kept, "2");
  g_assert_cmpstr (kept->told->access_token, ==, "access-2");
}

/* A sign-in that nobody would find is none. */
static void
test_no_record_of_a_sign_in (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (GError) error = NULL;

  tessera_fault_set (NO_ROOM);
  g_assert_false (kept_commit (transaction, tokens, TESSERA_COMMIT_ALL_OR_NOTHING, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  kept_assert_holds (kept, NULL);
  g_assert_cmpuint (kept->changes, ==, 0);
}

static void
test_no_record_of_a_second_sign_in (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) first = kept_make_tokens ("1");
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (OidcTokens) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, first);
  transaction = kept_begin (kept);
  loaded = kept_load (transaction, NULL);
  tessera_fault_set (NO_ROOM);
  g_assert_false (kept_commit (transaction, second, TESSERA_COMMIT_ALL_OR_NOTHING, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  kept_assert_holds (kept, "1");
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

/* On a full disk a sign-out deletes all the same, and says what it could not write. */
static void
test_no_record_of_a_sign_out (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  kept_change (kept, tokens);
  transaction = kept_begin (kept);
  tessera_fault_set (NO_ROOM);
  g_assert_false (kept_commit (transaction, NULL, TESSERA_COMMIT_DEFAULT, &error));
  tessera_fault_set (NULL);
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  kept_assert_holds (kept, NULL);
}

/* Without a keyring nothing is in it; but what a record says to be there may be in one. */
static void
test_absent (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (TesseraTransaction) transaction = kept_begin (kept);
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraSessionRecord) record = tessera_session_record_from_tokens (tokens);
  g_autoptr (GError) error = NULL;

  g_assert_true (kept_commit (transaction, NULL, TESSERA_COMMIT_DEFAULT, &error));
  g_assert_no_error (error);
  g_assert_true (tessera_session_record_write (tessera_store_get_id (kept->store), record, NULL));
  tessera_store_read (kept->store);
  g_assert_false (kept_commit (transaction, NULL, TESSERA_COMMIT_DEFAULT, &error));
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && strcmp (argv[1], "absent") == 0)
    {
      g_test_add_func ("/commit/absent", test_absent);
      return g_test_run ();
    }
  g_test_add_func ("/commit/stores-before-it-says-so", test_stores_before_it_says_so);
  g_test_add_func ("/commit/says-less-before-it-deletes", test_says_less_before_it_deletes);
  g_test_add_func ("/commit/says-that-it-ended-before-it-is-stored",
                   test_says_that_it_ended_before_it_is_stored);
  g_test_add_func ("/commit/replaces", test_replaces);
  g_test_add_func ("/commit/ended", test_ended);
  g_test_add_func ("/commit/no-needless-record", test_no_needless_record);
  g_test_add_func ("/commit/keyring-refuses", test_keyring_refuses);
  g_test_add_func ("/commit/no-record-of-a-renewal", test_no_record_of_a_renewal);
  g_test_add_func ("/commit/no-record-of-a-sign-in", test_no_record_of_a_sign_in);
  g_test_add_func ("/commit/no-record-of-a-second-sign-in", test_no_record_of_a_second_sign_in);
  g_test_add_func ("/commit/no-record-of-a-sign-out", test_no_record_of_a_sign_out);
  return g_test_run ();
}
