/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "kept.h"
#include "store-error.h"

static void
test_names (void)
{
  g_autoptr (TesseraStore) store = tessera_store_new ("a1", "Work");

  g_assert_cmpstr (tessera_store_get_id (store), ==, "a1");
  g_assert_cmpstr (tessera_store_get_label (store), ==, "Work");
  tessera_store_set_label (store, "Home");
  g_assert_cmpstr (tessera_store_get_label (store), ==, "Home");
}

/* There is no file, which is no problem. */
static void
test_no_record (void)
{
  g_autoptr (Kept) kept = kept_new ();

  g_assert_false (tessera_store_get_record (kept->store)->known);
  g_assert_null (tessera_store_get_problem (kept->store));
  g_assert_false (tessera_store_read (kept->store));
  g_assert_cmpuint (kept->changes, ==, 0);
}

/* Whoever commits hears of it with the token set that is in force, but for its refresh token. */
static void
test_told (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");

  kept_change (kept, tokens);
  g_assert_cmpuint (kept->changes, ==, 1);
  g_assert_cmpstr (kept->told->access_token, ==, "access-1");
  g_assert_null (kept->told->refresh_token);
  g_assert_true (tessera_store_get_record (kept->store)->signed_in);
  kept_change (kept, NULL);
  g_assert_cmpuint (kept->changes, ==, 2);
  g_assert_null (kept->told);
}

/* Another process hears of it when it reads the record again: it loads the token set itself. */
static void
test_told_by_another (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");

  g_assert_false (tessera_store_get_record (other->store)->signed_in);
  kept_change (kept, tokens);
  g_assert_true (tessera_store_read (other->store));
  g_assert_cmpuint (other->changes, ==, 1);
  g_assert_null (other->told);
  g_assert_true (tessera_store_get_record (other->store)->signed_in);
  g_assert_false (tessera_store_read (other->store));
  g_assert_cmpuint (other->changes, ==, 1);
}

static void
test_watched (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");

  tessera_store_watch (other->store);
  tessera_store_get_record (other->store);
  kept_change (kept, tokens);
  while (other->changes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tessera_store_get_record (other->store)->signed_in);
}

/* Nothing can be watched where the directory cannot be: no harm. */
static void
test_watched_in_vain (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (Kept) other = kept_new_other (kept);

  kept_change (kept, NULL);
  kept_block_directory ();
  tessera_store_watch (other->store);
  g_assert_error (tessera_store_get_problem (other->store), TESSERA_STORE_ERROR,
                  TESSERA_STORE_ERROR_FAILED);
  kept_unblock_directory ();
}

/* What could not be stored is in force until something is committed, here or elsewhere. */
static void
test_kept_in_memory (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (Kept) other = kept_new_other (kept);
  g_autoptr (OidcTokens) first = kept_make_tokens ("1");
  g_autoptr (OidcTokens) second = kept_make_tokens ("2");

  tessera_store_get_record (kept->store);
  tessera_store_keep (kept->store, first);
  g_assert_true (tessera_store_get_kept (kept->store) == first);
  g_assert_cmpstr (kept->told->access_token, ==, "access-1");
  g_assert_null (kept->told->refresh_token);
  kept_assert_holds (kept, NULL);

  kept_change (other, second);
  g_assert_true (tessera_store_read (kept->store));
  g_assert_null (tessera_store_get_kept (kept->store));

  tessera_store_keep (kept->store, first);
  kept_change (kept, second);
  g_assert_null (tessera_store_get_kept (kept->store));

  tessera_store_keep (kept->store, first);
  tessera_store_keep (kept->store, NULL);
  g_assert_null (tessera_store_get_kept (kept->store));
  g_assert_null (kept->told);
}

static void
test_damaged (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autofree char *path = kept_get_path (kept);

  kept_change (kept, NULL);
  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  tessera_store_read (kept->store);
  g_assert_error (tessera_store_get_problem (kept->store), TESSERA_STORE_ERROR,
                  TESSERA_STORE_ERROR_DAMAGED);
  g_assert_cmpint (g_unlink (path), ==, 0);
  tessera_store_read (kept->store);
  g_assert_null (tessera_store_get_problem (kept->store));
}

static void
test_absent_error (void)
{
  g_autoptr (Kept) kept = kept_new ();
  g_autoptr (OidcTokens) tokens = kept_make_tokens ("1");
  g_autoptr (OidcTokens) ended = oidc_tokens_ended (tokens);
  g_autoptr (GError) before = tessera_store_make_absent_error (kept->store);
  g_autoptr (GError) after = NULL;

  kept_change (kept, ended);
  g_assert_null (kept->told);
  after = tessera_store_make_absent_error (kept->store);
  g_assert_error (before, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_error (after, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/names", test_names);
  g_test_add_func ("/store/no-record", test_no_record);
  g_test_add_func ("/store/told", test_told);
  g_test_add_func ("/store/told-by-another", test_told_by_another);
  g_test_add_func ("/store/watched", test_watched);
  g_test_add_func ("/store/watched-in-vain", test_watched_in_vain);
  g_test_add_func ("/store/kept-in-memory", test_kept_in_memory);
  g_test_add_func ("/store/damaged", test_damaged);
  g_test_add_func ("/store/absent-error", test_absent_error);
  return g_test_run ();
}
