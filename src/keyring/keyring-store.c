/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring.h"

#include <libsecret/secret.h>

#include "keyring-call.h"
#include "keyring-collection.h"
#include "keyring-item.h"

#define TEXT "text" /* data of a store’s task */

typedef struct
{
  GTask *task;
  GError *error; /* of the store, for the caller */
} FailedStore;

static void
failed_store_free (FailedStore *self)
{
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FailedStore, failed_store_free)

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FailedStore) store = user_data;
  g_autoptr (GError) error = NULL;
  TesseraKeyringCollection collection = tessera_keyring_collection_open_finish (result, &error);

  if (!tessera_keyring_call_settle (store->task, NULL))
    return;
  if (!error && collection == TESSERA_KEYRING_COLLECTION_NONE)
    tessera_keyring_call_return_error (store->task, tessera_keyring_error_new_no_collection ());
  else
    tessera_keyring_call_return_error (store->task, g_steal_pointer (&store->error));
}

/* What a service says where it has no default collection differs, and is no sentence. @error:
 * (nullable) of libsecret. */
static void
explain (GTask *task, const GError *error)
{
  FailedStore *store = g_new0 (FailedStore, 1);

  store->task = g_object_ref (task);
  store->error = error ? tessera_keyring_error_from (error) : tessera_keyring_error_new_locked ();
  tessera_keyring_collection_open_async (TESSERA_KEYRING_COLLECTION_LOOK,
                                         tessera_keyring_call_get_cancellable (task), explained_cb,
                                         store);
}

/* To libsecret it is no failure that the person dismissed a prompt of the service’s. */
static void
looked_up_to_compare_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (value
      && g_strcmp0 (secret_value_get_text (value), g_object_get_data (G_OBJECT (task), TEXT)) == 0)
    tessera_keyring_call_return_done (task);
  else
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_not_stored ());
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (!tessera_keyring_call_settle (task, tessera_keyring_item_is_in_file () ? error : NULL))
    return;
  if (stored && tessera_keyring_item_is_in_file ())
    tessera_keyring_call_return_done (task);
  else if (stored)
    secret_password_lookupv (tessera_keyring_item_get_schema (),
                             tessera_keyring_call_get_attributes (task),
                             tessera_keyring_call_get_cancellable (task), looked_up_to_compare_cb,
                             g_object_ref (task));
  else if (tessera_keyring_item_is_in_file ())
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else
    explain (task, error);
}

typedef struct
{
  GTask *task;
  char *label;
} Store;

static void
store_free (Store *self)
{
  g_clear_object (&self->task);
  g_free (self->label);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Store, store_free)

static void
store (GTask *task, const char *label)
{
  secret_password_storev (tessera_keyring_item_get_schema (),
                          tessera_keyring_call_get_attributes (task), SECRET_COLLECTION_DEFAULT,
                          label, g_object_get_data (G_OBJECT (task), TEXT),
                          tessera_keyring_call_get_cancellable (task), stored_cb, task);
}

static void
looked_before_store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Store) self = user_data;
  g_autoptr (GError) error = NULL;
  TesseraKeyringCollection collection = tessera_keyring_collection_open_finish (result, &error);

  if (!tessera_keyring_call_settle (self->task, error))
    return;
  if (collection == TESSERA_KEYRING_COLLECTION_LOCKED)
    tessera_keyring_call_return_error (self->task, tessera_keyring_error_new_locked ());
  else if (collection == TESSERA_KEYRING_COLLECTION_NONE)
    tessera_keyring_call_return_error (self->task, tessera_keyring_error_new_no_collection ());
  else
    store (g_steal_pointer (&self->task), self->label);
}

/* libsecret would open the prompt of a collection that is locked. Takes @task. */
static void
store_unprompted (GTask *task, const char *label)
{
  Store *self = g_new0 (Store, 1);

  self->task = task;
  self->label = g_strdup (label);
  tessera_keyring_collection_open_async (TESSERA_KEYRING_COLLECTION_LOOK,
                                         tessera_keyring_call_get_cancellable (task),
                                         looked_before_store_cb, self);
}

void
tessera_keyring_store_async (const char *id,
                             TesseraKeyringItem item,
                             const char *label,
                             const char *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task
    = tessera_keyring_call_begin (tessera_keyring_item_make_attributes (id, item), cancellable,
                                  tessera_keyring_store_async, callback, user_data);

  g_object_set_data_full (G_OBJECT (task), TEXT, g_strdup (text), g_free);
  if (!tessera_keyring_item_begin_write (task))
    return;
  if (tessera_keyring_item_may_prompt () || tessera_keyring_item_is_in_file ())
    store (task, label);
  else
    store_unprompted (task, label);
}

gboolean
tessera_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
