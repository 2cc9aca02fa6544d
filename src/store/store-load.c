/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-load.h"

#include "keyring.h"
#include "store-error.h"
#include "transaction.h"

typedef struct
{
  guint64 generation;              /* of the record, before the look-up */
  TesseraTransaction *transaction; /* (nullable) while the record is set right */
} Load;

static void
load_free (Load *self)
{
  g_clear_pointer (&self->transaction, tessera_transaction_free);
  g_free (self);
}

/* Takes @tokens (nullable). */
static void
conclude (GTask *task, OidcTokens *tokens)
{
  TesseraStore *store = g_task_get_source_object (task);
  Load *self = g_task_get_task_data (task);

  g_clear_pointer (&self->transaction, tessera_transaction_free);
  if (tokens && !tokens->ended)
    {
      g_task_return_pointer (task, tokens, (GDestroyNotify) oidc_tokens_unref);
      return;
    }
  g_clear_pointer (&tokens, oidc_tokens_unref);
  g_task_return_error (task, tessera_store_make_absent_error (store));
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  /* A record that cannot be written is found out of step by the next load, too. */
  tessera_transaction_commit_finish (result, NULL);
  conclude (task, NULL);
}

/* What the keyring holds, seen once more under the lock, is what the record is to say. */
static void
seen_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Load *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (OidcTokens) tokens = tessera_transaction_load_finish (result, &error);

  if (error)
    {
      g_task_return_error (task, error);
      return;
    }
  if (tokens && !tokens->ended)
    {
      tessera_transaction_repair (self->transaction, tokens, NULL);
      conclude (task, g_steal_pointer (&tokens));
      return;
    }
  tessera_transaction_commit_async (self->transaction, tokens, TESSERA_COMMIT_DEFAULT, cancellable,
                                    emptied_cb, g_steal_pointer (&task));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Load *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  self->transaction = tessera_transaction_begin_finish (result, &error);
  if (self->transaction)
    tessera_transaction_load_async (self->transaction, cancellable, seen_again_cb,
                                    g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
set_right (GTask *task)
{
  tessera_transaction_begin_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                                   begun_cb, task);
}

static void look_up (GTask *task);

/* Without a record, a keyring that gives nothing away is taken for one that holds nothing: an
 * account that never signed in must not ask anybody for a password. Takes @error. */
static void
fail (GTask *task, GError *error)
{
  TesseraStore *store = g_task_get_source_object (task);
  g_autoptr (GError) own = error;

  if (own->domain == TESSERA_KEYRING_ERROR && !tessera_store_get_record (store)->known
      && !tessera_store_get_problem (store))
    g_task_return_error (task, tessera_store_make_absent_error (store));
  else
    g_task_return_error (task, g_steal_pointer (&own));
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraStore *store = g_task_get_source_object (task);
  Load *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *text = tessera_keyring_lookup_finish (result, &error);
  g_autoptr (OidcTokens) tokens = NULL;
  OidcTokens *kept = tessera_store_get_kept (store);
  const TesseraSessionRecord *record;

  tessera_store_read (store);
  record = tessera_store_get_record (store);
  if (kept && kept == tessera_store_get_kept (store))
    conclude (task, oidc_tokens_ref (kept));
  else if (!error && record->generation != self->generation)
    look_up (g_steal_pointer (&task));
  else if (error)
    fail (task, error);
  else if (!record->signed_in && record->known)
    conclude (task, NULL);
  else if (text && !(tokens = oidc_tokens_load (text, &error)))
    g_task_return_error (task, error);
  else if (tokens && !tokens->ended && record->known)
    conclude (task, g_steal_pointer (&tokens));
  else if (tokens || record->signed_in || tessera_store_get_problem (store))
    set_right (g_steal_pointer (&task));
  else
    conclude (task, NULL);
}

/* Takes @task. What another process stores meanwhile is looked up once more. */
static void
look_up (GTask *task)
{
  TesseraStore *store = g_task_get_source_object (task);
  Load *self = g_task_get_task_data (task);

  self->generation = tessera_store_get_record (store)->generation;
  tessera_keyring_lookup_async (tessera_store_get_id (store), TESSERA_KEYRING_TOKENS,
                                g_task_get_cancellable (task), looked_up_cb, task);
}

void
tessera_store_load_async (TesseraStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const TesseraSessionRecord *record;
  const GError *problem;
  OidcTokens *kept;

  g_return_if_fail (TESSERA_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_store_load_async);
  g_task_set_task_data (task, g_new0 (Load, 1), (GDestroyNotify) load_free);
  record = tessera_store_get_record (self);
  problem = tessera_store_get_problem (self);
  kept = tessera_store_get_kept (self);
  if (kept)
    g_task_return_pointer (task, oidc_tokens_ref (kept), (GDestroyNotify) oidc_tokens_unref);
  else if (g_error_matches (problem, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED))
    g_task_return_error (task, g_error_copy (problem));
  else if (record->known && !record->signed_in)
    g_task_return_error (task, tessera_store_make_absent_error (self));
  else
    look_up (g_steal_pointer (&task));
}

OidcTokens *
tessera_store_load_finish (TesseraStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
