/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transaction.h"

#include <string.h>

#include "keyring-backend.h"
#include "keyring.h"
#include "lock.h"

struct _TesseraTransaction
{
  TesseraStore *store;
  TesseraLock *lock;
  TesseraLock *file_lock; /* (nullable) of the keyring's file, once something is to be written */
  char *loaded;           /* (nullable) the item's text */
};

static TesseraTransaction *
transaction_new (TesseraStore *store, TesseraLock *lock)
{
  TesseraTransaction *self = g_new0 (TesseraTransaction, 1);

  self->store = g_object_ref (store);
  self->lock = lock;
  return self;
}

void
tessera_transaction_free (TesseraTransaction *self)
{
  g_clear_pointer (&self->file_lock, tessera_lock_release);
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_clear_pointer (&self->loaded, g_free);
  g_clear_object (&self->store);
  g_free (self);
}

void
tessera_transaction_discard (TesseraTransaction *self)
{
  g_clear_pointer (&self->lock, tessera_lock_discard);
  tessera_transaction_free (self);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraStore *store = g_task_get_source_object (task);
  GError *error = NULL;
  TesseraLock *lock = tessera_lock_acquire_finish (result, &error);

  if (!lock)
    {
      g_task_return_error (task, error);
      return;
    }
  tessera_store_read (store);
  g_task_return_pointer (task, transaction_new (store, lock),
                         (GDestroyNotify) tessera_transaction_free);
}

void
tessera_transaction_begin_async (TesseraStore *store,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_STORE (store));

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_transaction_begin_async);
  tessera_lock_acquire_async (tessera_store_get_id (store), cancellable, locked_cb, task);
}

TesseraTransaction *
tessera_transaction_begin_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraTransaction *self = g_task_get_task_data (task);
  GError *error = NULL;
  OidcTokens *tokens = NULL;

  g_clear_pointer (&self->loaded, g_free);
  self->loaded = tessera_keyring_lookup_finish (result, &error);
  if (self->loaded)
    tokens = oidc_tokens_load (self->loaded, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, tokens, (GDestroyNotify) oidc_tokens_unref);
}

void
tessera_transaction_load_async (TesseraTransaction *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  OidcTokens *kept = tessera_store_get_kept (self->store);

  g_task_set_source_tag (task, tessera_transaction_load_async);
  g_task_set_task_data (task, self, NULL);
  if (kept)
    {
      g_task_return_pointer (task, oidc_tokens_ref (kept), (GDestroyNotify) oidc_tokens_unref);
      g_object_unref (task);
      return;
    }
  tessera_keyring_lookup_async (tessera_store_get_id (self->store), TESSERA_KEYRING_TOKENS,
                                cancellable, looked_up_cb, task);
}

OidcTokens *
tessera_transaction_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A step of a GTask that goes on once the file backend's lock is held; the Secret Service needs
 * none. It is kept until the transaction ends, so that nobody else's write comes between. */
static void
take_file_lock (TesseraTransaction *self,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                GTask *task)
{
  g_autofree char *file = tessera_keyring_backend_get_file ();

  if (file && !self->file_lock)
    tessera_lock_acquire_async ("keyring", cancellable, callback, task);
  else
    callback (NULL, NULL, task);
}

/* @result: (nullable) */
static gboolean
file_lock_finish (TesseraTransaction *self, GAsyncResult *result, GError **error)
{
  if (!result)
    return TRUE;
  self->file_lock = tessera_lock_acquire_finish (result, error);
  return self->file_lock != NULL;
}

static void
return_boolean (GTask *task, GError *error)
{
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
rewritten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  tessera_keyring_store_finish (result, &error);
  return_boolean (task, error);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  tessera_keyring_unlock_finish (result, &error);
  return_boolean (task, error);
}

/* The same JSON, but not the same text: so it shows whether the keyring has stored it. */
static char *
vary (const char *text)
{
  return g_str_has_suffix (text, "\n") ? g_strndup (text, strlen (text) - 1)
                                       : g_strconcat (text, "\n", NULL);
}

static void
prepare_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraTransaction *self = g_task_get_task_data (task);
  OidcTokens *kept = tessera_store_get_kept (self->store);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *kept_text = kept ? oidc_tokens_store (kept) : NULL;
  const char *before = kept ? kept_text : self->loaded;
  g_autofree char *text = before ? vary (before) : NULL;
  GError *error = NULL;

  if (!file_lock_finish (self, result, &error))
    g_task_return_error (task, error);
  else if (text)
    tessera_keyring_store_async (tessera_store_get_id (self->store), TESSERA_KEYRING_TOKENS,
                                 tessera_store_get_label (self->store), text, cancellable,
                                 rewritten_cb, g_steal_pointer (&task));
  else
    tessera_keyring_unlock_async (cancellable, unlocked_cb, g_steal_pointer (&task));
}

void
tessera_transaction_prepare_async (TesseraTransaction *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, tessera_transaction_prepare_async);
  g_task_set_task_data (task, self, NULL);
  if (tessera_session_record_check_writable (tessera_store_get_id (self->store), &error))
    take_file_lock (self, cancellable, prepare_locked_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

gboolean
tessera_transaction_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
keyring_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  file_lock_finish (g_task_get_task_data (task), result, &error);
  return_boolean (task, error);
}

void
tessera_transaction_lock_keyring_async (TesseraTransaction *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_transaction_lock_keyring_async);
  g_task_set_task_data (task, self, NULL);
  take_file_lock (self, cancellable, keyring_locked_cb, task);
}

gboolean
tessera_transaction_lock_keyring_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
secret_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  tessera_keyring_delete_finish (result, &error);
  return_boolean (task, error);
}

static void
delete_secret_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraTransaction *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (file_lock_finish (self, result, &error))
    tessera_keyring_delete_async (tessera_store_get_id (self->store), TESSERA_KEYRING_CLIENT_SECRET,
                                  cancellable, secret_deleted_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
tessera_transaction_delete_client_secret_async (TesseraTransaction *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_transaction_delete_client_secret_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, NULL);
  take_file_lock (self, cancellable, delete_secret_locked_cb, task);
}

gboolean
tessera_transaction_delete_client_secret_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What tessera_transaction_commit_async() was given. */
typedef struct
{
  TesseraTransaction *transaction;
  OidcTokens *tokens; /* (nullable) */
  TesseraCommitMode mode;
} Change;

static void
change_free (Change *self)
{
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_free (self);
}

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  tessera_commit_finish (result, &error);
  return_boolean (task, error);
}

static void
commit_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (file_lock_finish (self->transaction, result, &error))
    tessera_commit_async (self->transaction->store, self->transaction->loaded, self->tokens,
                          self->mode, cancellable, committed_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
tessera_transaction_commit_async (TesseraTransaction *self,
                                  OidcTokens *tokens,
                                  TesseraCommitMode mode,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  change->transaction = self;
  change->tokens = tokens ? oidc_tokens_ref (tokens) : NULL;
  change->mode = mode;
  g_task_set_source_tag (task, tessera_transaction_commit_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  take_file_lock (self, cancellable, commit_locked_cb, task);
}

gboolean
tessera_transaction_commit_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
tessera_transaction_repair (TesseraTransaction *self, OidcTokens *tokens, GError **error)
{
  g_autoptr (TesseraSessionRecord) record = tessera_session_record_from_tokens (tokens);
  const TesseraSessionRecord *written = tessera_store_get_record (self->store);

  if (!(written->signed_in && written->expires_boot == record->expires_boot)
      && !tessera_session_record_write (tessera_store_get_id (self->store), record, error))
    return FALSE;
  tessera_store_committed (self->store, tokens);
  return TRUE;
}
