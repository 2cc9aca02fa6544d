/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "keyring-call.h"
#include "keyring-collection.h"
#include "keyring-backend.h"
#include "keyring-file.h"

#define TEXT "text" /* data of a store’s task */

static const SecretSchema *
keyring_schema (void)
{
  static const SecretSchema schema = {
    .name = "io.github.tessera_app.Tessera",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };

  return &schema;
}

static GHashTable *
item_attributes (const char *id, TesseraKeyringItem item)
{
  static const char *const kinds[] = {
    [TESSERA_KEYRING_TOKENS] = "tokens",
    [TESSERA_KEYRING_CLIENT_SECRET] = "client-secret",
  };

  return secret_attributes_build (keyring_schema (), "account", id, "kind", kinds[item], NULL);
}

static gboolean
has_file (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();

  return path != NULL;
}

/* Takes @task. */
static void
look_up (GTask *task, GAsyncReadyCallback callback)
{
  secret_password_lookupv (keyring_schema (), tessera_keyring_call_get_attributes (task),
                           tessera_keyring_call_get_cancellable (task), callback, task);
}

/* Takes @task. */
static void
search (GTask *task, GAsyncReadyCallback callback)
{
  secret_password_searchv (keyring_schema (), tessera_keyring_call_get_attributes (task),
                           SECRET_SEARCH_ALL, tessera_keyring_call_get_cancellable (task), callback,
                           task);
}

/* @value: (nullable) */
static void
return_value (GTask *task, SecretValue *value)
{
  gsize length = 0;
  const char *text = value ? secret_value_get (value, &length) : NULL;

  if (text && !g_utf8_validate_len (text, length, NULL))
    tessera_keyring_call_return_error (
      task, g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                                 _ ("What the keyring holds for this account is not text.")));
  else
    tessera_keyring_call_return_text (task, g_strndup (text, length));
}

static void
looked_up_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);

  if (tessera_keyring_call_settle (task, error))
    return_value (task, value);
}

static void
opened_to_look_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  TesseraKeyringCollection collection = tessera_keyring_collection_open_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (collection == TESSERA_KEYRING_COLLECTION_LOCKED)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else if (collection == TESSERA_KEYRING_COLLECTION_UNLOCKED)
    look_up (g_steal_pointer (&task), looked_up_again_cb);
  else
    return_value (task, NULL);
}

static gboolean
is_any_locked (GList *items)
{
  for (GList *link = items; link; link = link->next)
    if (secret_item_get_locked (link->data))
      return TRUE;
  return FALSE;
}

static void
searched_to_look_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (is_any_locked (items))
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else if (items)
    /* Another process has stored it meanwhile. */
    look_up (g_steal_pointer (&task), looked_up_again_cb);
  else
    tessera_keyring_collection_open_async (TESSERA_KEYRING_COLLECTION_UNLOCK,
                                           tessera_keyring_call_get_cancellable (task),
                                           opened_to_look_up_cb, g_object_ref (task));
}

/* NULL without an error: absent, or locked and the prompt was dismissed. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (value || has_file ())
    return_value (task, value);
  else
    search (g_steal_pointer (&task), searched_to_look_up_cb);
}

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

  if (!tessera_keyring_call_settle (task, has_file () ? error : NULL))
    return;
  if (stored && has_file ())
    tessera_keyring_call_return_done (task);
  else if (stored)
    look_up (g_steal_pointer (&task), looked_up_to_compare_cb);
  else if (has_file ())
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else
    explain (task, error);
}

static void
opened_to_store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  TesseraKeyringCollection collection = tessera_keyring_collection_open_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (collection == TESSERA_KEYRING_COLLECTION_LOCKED)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else if (collection == TESSERA_KEYRING_COLLECTION_NONE)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_no_collection ());
  else
    tessera_keyring_call_return_done (task);
}

/* libsecret has got the portal's secret and decrypted the file. */
static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) none = secret_password_search_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (tessera_keyring_file_check_writable (&error))
    tessera_keyring_call_return_done (task);
  else
    tessera_keyring_call_return_error (task, g_steal_pointer (&error));
}

static void
searched_to_delete_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) left = secret_password_search_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (left)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else
    tessera_keyring_call_return_done (task);
}

/* libsecret passes over what is locked, and says nothing of it. */
static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = secret_password_clear_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (deleted)
    tessera_keyring_call_return_done (task);
  else
    search (g_steal_pointer (&task), searched_to_delete_cb);
}

void
tessera_keyring_unlock_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  /* Of no account: what is looked for in the file is not there. */
  GTask *task
    = tessera_keyring_call_begin (item_attributes ("", TESSERA_KEYRING_TOKENS), cancellable,
                                  tessera_keyring_unlock_async, callback, user_data);

  if (has_file ())
    search (task, file_opened_cb);
  else
    tessera_keyring_collection_open_async (TESSERA_KEYRING_COLLECTION_CREATE,
                                           tessera_keyring_call_get_cancellable (task),
                                           opened_to_store_cb, task);
}

gboolean
tessera_keyring_unlock_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_lookup_async (const char *id,
                              TesseraKeyringItem item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = tessera_keyring_call_begin (item_attributes (id, item), cancellable,
                                            tessera_keyring_lookup_async, callback, user_data);

  look_up (task, looked_up_cb);
}

char *
tessera_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* On a full disk GLib puts what it could write of the file in the place of the whole, so the disk
 * is asked first. Takes @own unless it returns TRUE. */
static gboolean
begin_write (GTask *own)
{
  g_autoptr (GTask) task = own;
  GError *error = NULL;

  if (has_file () && !tessera_keyring_file_check_writable (&error))
    {
      tessera_keyring_call_return_error (task, error);
      return FALSE;
    }
  tessera_keyring_call_begin_write (g_steal_pointer (&task));
  return TRUE;
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
  GTask *task = tessera_keyring_call_begin (item_attributes (id, item), cancellable,
                                            tessera_keyring_store_async, callback, user_data);

  g_object_set_data_full (G_OBJECT (task), TEXT, g_strdup (text), g_free);
  if (!begin_write (task))
    return;
  secret_password_storev (keyring_schema (), tessera_keyring_call_get_attributes (task),
                          SECRET_COLLECTION_DEFAULT, label, text,
                          tessera_keyring_call_get_cancellable (task), stored_cb, task);
}

gboolean
tessera_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_delete_async (const char *id,
                              TesseraKeyringItem item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = tessera_keyring_call_begin (item_attributes (id, item), cancellable,
                                            tessera_keyring_delete_async, callback, user_data);

  if (!begin_write (task))
    return;
  secret_password_clearv (keyring_schema (), tessera_keyring_call_get_attributes (task),
                          tessera_keyring_call_get_cancellable (task), deleted_cb, task);
}

gboolean
tessera_keyring_delete_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_set_deadline (guint seconds)
{
  tessera_keyring_call_set_deadline (seconds);
}
