/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring.h"

#include <libsecret/secret.h>
#include <string.h>

/* Run three times: with a keyring, with one that is locked, and without any (tests/session). */
typedef enum
{
  UNLOCKED,
  LOCKED,
  ABSENT,
} Session;

static Session session;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static char *
look_up (const char *id, TesseraKeyringItem item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_keyring_lookup_async (id, item, NULL, ready_cb, &result);
  return tessera_keyring_lookup_finish (wait_for (&result), error);
}

static gboolean
store (const char *id, TesseraKeyringItem item, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_keyring_store_async (id, item, "Label", text, NULL, ready_cb, &result);
  return tessera_keyring_store_finish (wait_for (&result), error);
}

static gboolean delete (const char *id, TesseraKeyringItem item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_keyring_delete_async (id, item, NULL, ready_cb, &result);
  return tessera_keyring_delete_finish (wait_for (&result), error);
}

static gboolean
unlock (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_keyring_unlock_async (NULL, ready_cb, &result);
  return tessera_keyring_unlock_finish (wait_for (&result), error);
}

/* Asks nobody, so it ends at once. */
static gboolean
look (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_keyring_look_async (NULL, ready_cb, &result);
  return tessera_keyring_look_finish (wait_for (&result), error);
}

static void
assert_holds (const char *id, TesseraKeyringItem item, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = look_up (id, item, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_stores (const char *id, TesseraKeyringItem item, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (id, item, text, &error));
  g_assert_no_error (error);
}

static void
assert_deletes (const char *id, TesseraKeyringItem item)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (delete (id, item, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  assert_holds ("one", TESSERA_KEYRING_TOKENS, NULL);
  assert_stores ("one", TESSERA_KEYRING_TOKENS, "{\"a\":\"„ü“\"}");
  assert_holds ("one", TESSERA_KEYRING_TOKENS, "{\"a\":\"„ü“\"}");
  assert_stores ("one", TESSERA_KEYRING_TOKENS, "second");
  assert_holds ("one", TESSERA_KEYRING_TOKENS, "second");
  assert_deletes ("one", TESSERA_KEYRING_TOKENS);
  assert_holds ("one", TESSERA_KEYRING_TOKENS, NULL);
  /* None there is no error. */
  assert_deletes ("one", TESSERA_KEYRING_TOKENS);
}

/* Sign-out deletes the one and keeps the other, and nobody else's. */
static void
test_items_are_apart (void)
{
  assert_stores ("two", TESSERA_KEYRING_TOKENS, "tokens");
  assert_stores ("two", TESSERA_KEYRING_CLIENT_SECRET, "secret");
  assert_stores ("three", TESSERA_KEYRING_TOKENS, "other");
  assert_deletes ("two", TESSERA_KEYRING_TOKENS);
  assert_holds ("two", TESSERA_KEYRING_TOKENS, NULL);
  assert_holds ("two", TESSERA_KEYRING_CLIENT_SECRET, "secret");
  assert_holds ("three", TESSERA_KEYRING_TOKENS, "other");
  assert_deletes ("two", TESSERA_KEYRING_CLIENT_SECRET);
  assert_deletes ("three", TESSERA_KEYRING_TOKENS);
}

/* Attributes and labels can be read without the keyring's password. */
static void
test_attributes_hold_no_secret (void)
{
  const SecretSchema any
    = { .name = "any", .flags = SECRET_SCHEMA_DONT_MATCH_NAME, .attributes = { { "account", 0 } } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  GHashTableIter iter;
  gpointer name, value;
  GList *items;

  assert_stores ("four", TESSERA_KEYRING_TOKENS, "top-secret");
  items
    = secret_password_search_sync (&any, SECRET_SEARCH_ALL, NULL, &error, "account", "four", NULL);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  attributes = secret_retrievable_get_attributes (items->data);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "kind"), ==, "tokens");
  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_assert_null (strstr (value, "top-secret"));
  g_list_free_full (items, g_object_unref);
  assert_deletes ("four", TESSERA_KEYRING_TOKENS);
}

static void
test_large (void)
{
  g_autofree char *large = g_strnfill (256 * 1024, 'x');

  assert_stores ("five", TESSERA_KEYRING_TOKENS, large);
  assert_holds ("five", TESSERA_KEYRING_TOKENS, large);
  assert_deletes ("five", TESSERA_KEYRING_TOKENS);
}

/* Another program can put anything there. */
static void
test_not_text (void)
{
  const SecretSchema schema = {
    .name = "io.github.tessera_app.Tessera",
    .flags = SECRET_SCHEMA_NONE,
    .attributes
    = { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING } },
  };
  g_autoptr (SecretValue) value = secret_value_new ("\xff\xfe", 2, "application/octet-stream");
  g_autoptr (GError) error = NULL;

  secret_password_store_binary_sync (&schema, NULL, "Label", value, NULL, &error, "account",
                                     "eight", "kind", "tokens", NULL);
  g_assert_no_error (error);
  g_assert_null (look_up ("eight", TESSERA_KEYRING_TOKENS, &error));
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED);
  assert_deletes ("eight", TESSERA_KEYRING_TOKENS);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  tessera_keyring_lookup_async ("six", TESSERA_KEYRING_TOKENS, cancellable, ready_cb, &result);
  g_assert_null (tessera_keyring_lookup_finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_unlock (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (unlock (&error));
  g_assert_no_error (error);
  g_assert_true (look (&error));
  g_assert_no_error (error);
}

static void
assert_locked (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) unlock_error = NULL;
  g_autoptr (GError) look_error = NULL;

  g_assert_false (look (&look_error));
  g_assert_error (look_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  g_assert_null (look_up (id, TESSERA_KEYRING_TOKENS, &error));
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  g_assert_false (store (id, TESSERA_KEYRING_TOKENS, "text", &store_error));
  g_assert_error (store_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
  g_assert_false (unlock (&unlock_error));
  g_assert_error (unlock_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
}

/* Nobody answers the prompt here: each call ends by itself, and a look-up never says that what is
 * there is not. */
static void
test_locked (void)
{
  tessera_keyring_set_deadline (1);
  assert_locked ("any");
}

/* What is stored is locked, and what is not may be. The last test: nothing here unlocks it again.
 */
static void
test_locked_later (void)
{
  const char *argv[] = { g_test_get_filename (G_TEST_DIST, "session", "lock-keyring", NULL), NULL };
  g_autoptr (GError) error = NULL;

  assert_stores ("seven", TESSERA_KEYRING_TOKENS, "tokens");
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                NULL, &error);
  g_assert_no_error (error);
  assert_locked ("seven");
  assert_locked ("any");
  g_assert_false (delete ("seven", TESSERA_KEYRING_TOKENS, &error));
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED);
}

static void
test_absent (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) delete_error = NULL;
  g_autoptr (GError) unlock_error = NULL;
  g_autoptr (GError) look_error = NULL;

  g_assert_false (look (&look_error));
  g_assert_error (look_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  g_assert_null (look_up ("any", TESSERA_KEYRING_TOKENS, &error));
  g_assert_error (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  g_assert_false (store ("any", TESSERA_KEYRING_TOKENS, "text", &store_error));
  g_assert_error (store_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  g_assert_false (delete ("any", TESSERA_KEYRING_TOKENS, &delete_error));
  g_assert_error (delete_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
  g_assert_false (unlock (&unlock_error));
  g_assert_error (unlock_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session = argc < 2 ? UNLOCKED : g_str_equal (argv[1], "locked") ? LOCKED : ABSENT;
  if (session == UNLOCKED)
    {
      g_test_add_func ("/keyring/round-trip", test_round_trip);
      g_test_add_func ("/keyring/items-are-apart", test_items_are_apart);
      g_test_add_func ("/keyring/attributes-hold-no-secret", test_attributes_hold_no_secret);
      g_test_add_func ("/keyring/large", test_large);
      g_test_add_func ("/keyring/cancelled", test_cancelled);
      g_test_add_func ("/keyring/not-text", test_not_text);
      g_test_add_func ("/keyring/unlock", test_unlock);
      g_test_add_func ("/keyring/locked-later", test_locked_later);
    }
  else if (session == LOCKED)
    g_test_add_func ("/keyring/locked", test_locked);
  else
    g_test_add_func ("/keyring/absent", test_absent);
  return g_test_run ();
}
