/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kept.h"

#include <glib/gstdio.h>
#include <string.h>

#include "clock.h"
#include "keyring.h"
#include "store-error.h"

void
kept_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
kept_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
changed_cb (TesseraStore *store, OidcTokens *tokens, Kept *self)
{
  self->changes++;
  g_clear_pointer (&self->told, oidc_tokens_unref);
  self->told = tokens ? oidc_tokens_ref (tokens) : NULL;
}

static Kept *
kept_new_of (const char *id)
{
  Kept *self = g_new0 (Kept, 1);

  self->store = tessera_store_new (id, "Work");
  g_signal_connect (self->store, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

Kept *
kept_new (void)
{
  g_autofree char *id = g_uuid_string_random ();

  return kept_new_of (id);
}

Kept *
kept_new_other (Kept *self)
{
  return kept_new_of (tessera_store_get_id (self->store));
}

void
kept_free (Kept *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->told, oidc_tokens_unref);
  g_free (self);
}

OidcTokens *
kept_make_tokens (const char *name)
{
  OidcTokens *tokens = oidc_tokens_new ();

  tokens->access_token = g_strconcat ("access-", name, NULL);
  tokens->refresh_token = g_strconcat ("refresh-", name, NULL);
  tokens->id_token = g_strdup ("e30.e30.c2ln");
  tokens->token_type = g_strdup ("Bearer");
  tokens->expires_in = 3600;
  tokens->got_wall = tessera_clock_wall ();
  tokens->got_boot = tessera_clock_boot ();
  tokens->got_boot_id = g_strdup (tessera_clock_boot_id ());
  tokens->subject = g_strdup ("zoe-1");
  return tokens;
}

TesseraTransaction *
kept_begin (Kept *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TesseraTransaction *transaction;

  tessera_transaction_begin_async (self->store, NULL, kept_ready_cb, &result);
  transaction = tessera_transaction_begin_finish (kept_wait (&result), &error);
  g_assert_no_error (error);
  return transaction;
}

OidcTokens *
kept_load (TesseraTransaction *transaction, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_transaction_load_async (transaction, NULL, kept_ready_cb, &result);
  return tessera_transaction_load_finish (kept_wait (&result), error);
}

gboolean
kept_prepare (TesseraTransaction *transaction, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_transaction_prepare_async (transaction, NULL, kept_ready_cb, &result);
  return tessera_transaction_prepare_finish (kept_wait (&result), error);
}

gboolean
kept_commit (TesseraTransaction *transaction,
             OidcTokens *tokens,
             TesseraCommitMode mode,
             GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_transaction_commit_async (transaction, tokens, mode, NULL, kept_ready_cb, &result);
  return tessera_transaction_commit_finish (kept_wait (&result), error);
}

void
kept_change (Kept *self, OidcTokens *tokens)
{
  g_autoptr (TesseraTransaction) transaction = kept_begin (self);
  g_autoptr (OidcTokens) before = NULL;
  g_autoptr (GError) error = NULL;

  before = kept_load (transaction, &error);
  g_assert_no_error (error);
  kept_commit (transaction, tokens, TESSERA_COMMIT_DEFAULT, &error);
  g_assert_no_error (error);
}

OidcTokens *
kept_hand_out (Kept *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_store_load_async (self->store, NULL, kept_ready_cb, &result);
  return tessera_store_load_finish (self->store, kept_wait (&result), error);
}

char *
kept_look_up (Kept *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  tessera_keyring_lookup_async (tessera_store_get_id (self->store), TESSERA_KEYRING_TOKENS, NULL,
                                kept_ready_cb, &result);
  text = tessera_keyring_lookup_finish (kept_wait (&result), &error);
  g_assert_no_error (error);
  return text;
}

void
kept_put (Kept *self, const char *text)
{
  const char *id = tessera_store_get_id (self->store);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (text)
    {
      tessera_keyring_store_async (id, TESSERA_KEYRING_TOKENS, "Work", text, NULL, kept_ready_cb,
                                   &result);
      tessera_keyring_store_finish (kept_wait (&result), &error);
    }
  else
    {
      tessera_keyring_delete_async (id, TESSERA_KEYRING_TOKENS, NULL, kept_ready_cb, &result);
      tessera_keyring_delete_finish (kept_wait (&result), &error);
    }
  g_assert_no_error (error);
}

void
kept_assert_holds (Kept *self, const char *name)
{
  g_autofree char *text = kept_look_up (self);
  g_autofree char *access_token = name ? g_strconcat ("access-", name, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = text ? oidc_tokens_load (text, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tokens ? tokens->access_token : NULL, ==, access_token);
}

const char *
kept_read_record (Kept *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraSessionRecord) record
    = tessera_session_record_read (tessera_store_get_id (self->store), &error);

  if (error)
    return "?";
  if (!record->known)
    return "none";
  if (record->ended)
    return "ended";
  return record->signed_in ? "signed in" : "signed out";
}

char *
kept_get_path (Kept *self)
{
  return tessera_session_record_get_path (tessera_store_get_id (self->store));
}

static void
get_directories (char **directory, char **aside)
{
  *directory = g_build_filename (g_get_user_data_dir (), "tessera", NULL);
  *aside = g_strconcat (*directory, ".aside", NULL);
}

void
kept_block_directory (void)
{
  g_autofree char *directory = NULL;
  g_autofree char *aside = NULL;

  get_directories (&directory, &aside);
  g_assert_cmpint (g_rename (directory, aside), ==, 0);
  g_assert_true (g_file_set_contents (directory, "", 0, NULL));
}

void
kept_unblock_directory (void)
{
  g_autofree char *directory = NULL;
  g_autofree char *aside = NULL;

  get_directories (&directory, &aside);
  g_assert_cmpint (g_unlink (directory), ==, 0);
  g_assert_cmpint (g_rename (aside, directory), ==, 0);
}
