/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "commit.h"

#include "keyring.h"
#include "session-notes.h"

typedef struct
{
  TesseraStore *store;
  char *before;       /* (nullable) */
  OidcTokens *tokens; /* (nullable) */
  TesseraCommitMode mode;
  GError *failure; /* of the record */
} Commit;

static void
commit_free (Commit *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_error (&self->failure);
  g_free (self);
}

static gboolean
is_alive (const OidcTokens *tokens)
{
  return tokens && !tokens->ended;
}

static const char *
get_id (Commit *self)
{
  return tessera_store_get_id (self->store);
}

/* An account that never signed in gets no file by signing out. */
static gboolean
needs_record (Commit *self)
{
  const TesseraSessionRecord *record = tessera_store_get_record (self->store);

  return self->tokens || record->signed_in || record->ended
         || tessera_store_get_problem (self->store);
}

static gboolean
write_record (Commit *self, GError **error)
{
  g_autoptr (TesseraSessionRecord) record = self->tokens
                                              ? tessera_session_record_from_tokens (self->tokens)
                                              : g_new0 (TesseraSessionRecord, 1);

  return tessera_session_record_write (get_id (self), record, error);
}

/* The keyring kept what it held, so the record must not say less for good. */
static void
restore_record (Commit *self)
{
  const TesseraSessionRecord *before = tessera_store_get_record (self->store);
  TesseraSessionRecord record = *before;

  if (!self->tokens && before->signed_in)
    tessera_session_record_write (get_id (self), &record, NULL);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Commit *self = g_task_get_task_data (task);

  /* Nothing more can be done where this fails, too: what failed first is told. */
  if (self->before)
    tessera_keyring_store_finish (result, NULL);
  else
    tessera_keyring_delete_finish (result, NULL);
  g_task_return_error (task, g_steal_pointer (&self->failure));
}

/* Takes @task. */
static void
restore_item (GTask *task)
{
  Commit *self = g_task_get_task_data (task);

  if (self->before)
    tessera_keyring_store_async (get_id (self), TESSERA_KEYRING_TOKENS,
                                 tessera_store_get_label (self->store), self->before, NULL,
                                 restored_cb, task);
  else
    tessera_keyring_delete_async (get_id (self), TESSERA_KEYRING_TOKENS, NULL, restored_cb, task);
}

/* Takes @task. After the items of a token set in force comes its record. */
static void
conclude (GTask *own)
{
  g_autoptr (GTask) task = own;
  Commit *self = g_task_get_task_data (task);

  if (is_alive (self->tokens) && !write_record (self, &self->failure)
      && self->mode == TESSERA_COMMIT_ALL_OR_NOTHING)
    {
      restore_item (g_steal_pointer (&task));
      return;
    }
  tessera_store_committed (self->store, self->tokens);
  if (self->failure)
    g_task_return_error (task, g_steal_pointer (&self->failure));
  else
    g_task_return_boolean (task, TRUE);
}

static void
exchanged_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Commit *self = g_task_get_task_data (task);

  if (tessera_keyring_delete_finish (result, NULL))
    tessera_session_notes_set (get_id (self), TESSERA_NOTE_EXCHANGED, NULL);
  conclude (g_steal_pointer (&task));
}

/* Takes @task. The token set is written. What an ID token was exchanged for ends with the session
 * that it came from, and is not for whoever signs in next. */
static void
end_exchanged (GTask *own)
{
  g_autoptr (GTask) task = own;
  Commit *self = g_task_get_task_data (task);
  gboolean other_session = !is_alive (self->tokens) || self->mode == TESSERA_COMMIT_ALL_OR_NOTHING;
  g_autofree char *exchanged
    = other_session ? tessera_session_notes_get (get_id (self), TESSERA_NOTE_EXCHANGED) : NULL;

  if (exchanged)
    tessera_keyring_delete_async (get_id (self), TESSERA_KEYRING_EXCHANGED, NULL,
                                  exchanged_deleted_cb, g_steal_pointer (&task));
  else
    conclude (g_steal_pointer (&task));
}

/* Takes @error. */
static void
fail (GTask *task, GError *error)
{
  Commit *self = g_task_get_task_data (task);

  restore_record (self);
  tessera_store_read (self->store);
  g_task_return_error (task, error);
}

static void
item_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (tessera_keyring_store_finish (result, &error))
    end_exchanged (g_steal_pointer (&task));
  else
    fail (task, error);
}

static void
item_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Commit *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  tessera_keyring_delete_finish (result, &error);
  /* Without a keyring nothing was ever stored in it. */
  if (!error
      || (!tessera_store_get_record (self->store)->signed_in
          && g_error_matches (error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT)))
    end_exchanged (g_steal_pointer (&task));
  else
    fail (task, g_steal_pointer (&error));
}

void
tessera_commit_async (TesseraStore *store,
                      const char *before,
                      OidcTokens *tokens,
                      TesseraCommitMode mode,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Commit *self = g_new0 (Commit, 1);
  g_autofree char *text = NULL;

  self->store = g_object_ref (store);
  self->before = g_strdup (before);
  self->tokens = tokens ? oidc_tokens_ref (tokens) : NULL;
  self->mode = mode;
  g_task_set_source_tag (task, tessera_commit_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) commit_free);
  /* A token set is stored before the record says so; the record says less before one goes. */
  if (!is_alive (tokens) && needs_record (self))
    write_record (self, &self->failure);
  if (is_alive (tokens) || (tokens && tokens->id_token))
    {
      text = oidc_tokens_store (tokens);
      tessera_keyring_store_async (get_id (self), TESSERA_KEYRING_TOKENS,
                                   tessera_store_get_label (store), text, cancellable,
                                   item_stored_cb, task);
    }
  else
    tessera_keyring_delete_async (get_id (self), TESSERA_KEYRING_TOKENS, cancellable,
                                  item_deleted_cb, task);
}

gboolean
tessera_commit_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
