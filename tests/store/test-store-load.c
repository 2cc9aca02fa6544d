/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-store-load [locked]: with a keyring that is open, or locked. */
#include <glib/gstdio.h>
#include <string.h>

#include "fault-shim.h"
#include "files-error.h"
#include "kept.h"
#include "keyring-error.h"
#include "oidc-error.h"
#include "store-error.h"

/* @name: as kept_make_tokens(). What the account of @kept is asked for in a process of its own. */
static void
assert_hands_out (Kept *kept, const char *name)
{
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autofree char *access_token = g_strconcat ("access-", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = kept_hand_out (other, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, access_token);
}

static void
assert_fails (Kept *kept, GQuark domain, int code)
{
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (GError) error = NULL;

  g_assert_null (kept_hand_out (other, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (domain));
  g_assert_cmpint (error->code, ==, code);
}

static void
damage (Kept *kept)
{
  g_autofree char *path = kept_get_path (kept);

  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
}

static void
lose (Kept *kept)
{
  g_autofree char *path = kept_get_path (kept);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static Kept *
new_signed_in (void)
{
  Kept *kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");

  kept_change (kept, tokens);
  return kept;
}

static void
test_signed_in (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  assert_hands_out (kept, "1");
}

/* Nobody is asked for a keyring's password for what the record knows not to be there. */
static void
test_signed_out (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  kept_change (kept, NULL);
  tessera_fault_set ("secret_password_lookupv:1+:errno:EIO");
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpuint (tessera_fault_count (), ==, 0);
  tessera_fault_set (NULL);
}

static void
test_never_signed_in (void)
{
  g_autoptr (Kept) kept = kept_new ();

  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (kept_read_record (kept), ==, "none");
}

static void
test_ended (void)
{
  g_autoptr (Kept) kept = new_signed_in ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (OidcTokens) ended = oidc_tokens_ended (tokens);

  kept_change (kept, ended);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  /* What the keyring holds says so, too. */
  lose (kept);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  g_assert_cmpstr (kept_read_record (kept), ==, "ended");
}

static void
test_record_is_lost (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  lose (kept);
  assert_hands_out (kept, "1");
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

static void
test_record_is_damaged (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  damage (kept);
  assert_hands_out (kept, "1");
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

static void
test_record_is_damaged_and_nothing_stored (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  kept_put (kept, NULL);
  damage (kept);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
}

/* It may well say that there is a session, so nobody is told that there is none. */
static void
test_record_cannot_be_read (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  tessera_fault_set ("open@*.state:1+:errno:EMFILE");
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED);
  tessera_fault_set (NULL);
  assert_hands_out (kept, "1");
}

static void
test_record_cannot_be_set_right (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  lose (kept);
  tessera_fault_set ("rename@*.state:1+:errno:ENOSPC");
  assert_hands_out (kept, "1");
  kept_put (kept, NULL);
  tessera_fault_set (NULL);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
}

static void
test_item_is_deleted (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  kept_put (kept, NULL);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
}

static void
test_item_is_deleted_on_a_full_disk (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  kept_put (kept, NULL);
  tessera_fault_set ("rename@*.state:1+:errno:ENOSPC");
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  tessera_fault_set (NULL);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed out");
}

static void
test_item_cannot_be_read (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  kept_put (kept, "{\"version\":99}");
  assert_fails (kept, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
  lose (kept);
  assert_fails (kept, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
  /* Seen once more under the lock, it may be another one. */
  kept_put (kept, NULL);
  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
}

static void
test_keyring_fails (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  tessera_fault_set ("secret_password_lookupv:1:errno:EROFS");
  assert_fails (kept, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  tessera_fault_set (NULL);
  g_assert_cmpstr (kept_read_record (kept), ==, "signed in");
}

/* The second look, under the lock. */
static void
test_keyring_fails_later (void)
{
  g_autoptr (Kept) kept = new_signed_in ();

  lose (kept);
  tessera_fault_set ("secret_password_lookupv:2:errno:EROFS");
  assert_fails (kept, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  tessera_fault_set ("flock:1+:errno:EIO");
  assert_fails (kept, TESSERA_FILES_ERROR, TESSERA_FILES_ERROR_FAILED);
  tessera_fault_set (NULL);
}

static void
test_kept_in_memory (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (OidcTokens) handed_out = NULL;

  tessera_store_keep (kept->store, tokens);
  handed_out = kept_hand_out (kept, NULL);
  g_assert_true (handed_out == tokens);
}

/* While the keyring is asked, another session comes into force: that is handed out. */
static void
test_meanwhile (void)
{
  g_autoptr (Kept) kept = new_signed_in ();
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");
  g_autoptr (OidcTokens) handed_out = NULL;
  g_autoptr (TesseraSessionRecord) record = tessera_session_record_from_tokens (second);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* Stored by another process, which has not written the record yet. */
  tessera_store_load_async (other->store, NULL, kept_ready_cb, &result);
  g_assert_true (tessera_session_record_write (tessera_store_get_id (kept->store), record, NULL));
  handed_out = tessera_store_load_finish (other->store, kept_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (handed_out->access_token, ==, "access-1");
  g_clear_pointer (&handed_out, oidc_tokens_unref);
  g_clear_object (&result);

  tessera_store_load_async (other->store, NULL, kept_ready_cb, &result);
  tessera_store_keep (other->store, second);
  handed_out = tessera_store_load_finish (other->store, kept_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (handed_out->access_token, ==, "access-2");
}

static void
test_cancelled (void)
{
  g_autoptr (Kept) kept = new_signed_in ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_store_load_async (kept->store, cancellable, kept_ready_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (tessera_store_load_finish (kept->store, kept_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A session is locked, and no session is none: nobody is asked for a password for nothing. */
static void
test_locked (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (TesseraSessionRecord) record = tessera_session_record_from_tokens (tokens);

  assert_fails (kept, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_true (tessera_session_record_write (tessera_store_get_id (kept->store), record, NULL));
  assert_fails (kept, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  damage (kept);
  assert_fails (kept, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && strcmp (argv[1], "locked") == 0)
    {
      g_test_add_func ("/store-load/locked", test_locked);
      return g_test_run ();
    }
  g_test_add_func ("/store-load/signed-in", test_signed_in);
  g_test_add_func ("/store-load/signed-out", test_signed_out);
  g_test_add_func ("/store-load/never-signed-in", test_never_signed_in);
  g_test_add_func ("/store-load/ended", test_ended);
  g_test_add_func ("/store-load/record-is-lost", test_record_is_lost);
  g_test_add_func ("/store-load/record-is-damaged", test_record_is_damaged);
  g_test_add_func ("/store-load/record-is-damaged-and-nothing-stored",
                   test_record_is_damaged_and_nothing_stored);
  g_test_add_func ("/store-load/record-cannot-be-read", test_record_cannot_be_read);
  g_test_add_func ("/store-load/record-cannot-be-set-right", test_record_cannot_be_set_right);
  g_test_add_func ("/store-load/item-is-deleted", test_item_is_deleted);
  g_test_add_func ("/store-load/item-is-deleted-on-a-full-disk",
                   test_item_is_deleted_on_a_full_disk);
  g_test_add_func ("/store-load/item-cannot-be-read", test_item_cannot_be_read);
  g_test_add_func ("/store-load/keyring-fails", test_keyring_fails);
  g_test_add_func ("/store-load/keyring-fails-later", test_keyring_fails_later);
  g_test_add_func ("/store-load/kept-in-memory", test_kept_in_memory);
  g_test_add_func ("/store-load/meanwhile", test_meanwhile);
  g_test_add_func ("/store-load/cancelled", test_cancelled);
  return g_test_run ();
}
