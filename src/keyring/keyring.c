/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "keyring-call.h"
#include "keyring-collection.h"
#include "keyring-file.h"
#include "keyring-item.h"
#include "keyring-unprompted.h"

/* Takes @task. */
static void
look_up (GTask *task, GAsyncReadyCallback callback)
{
  secret_password_lookupv (tessera_keyring_item_get_schema (),
                           tessera_keyring_call_get_attributes (task),
                           tessera_keyring_call_get_cancellable (task), callback, task);
}

/* Takes @task. */
static void
search (GTask *task, GAsyncReadyCallback callback)
{
  secret_password_searchv (tessera_keyring_item_get_schema (),
                           tessera_keyring_call_get_attributes (task), SECRET_SEARCH_ALL,
                           tessera_keyring_call_get_cancellable (task), callback, task);
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
                                 _ ("The keyring’s entry for this account is not text.")));
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
  if (value || tessera_keyring_item_is_in_file ())
    return_value (task, value);
  else
    search (g_steal_pointer (&task), searched_to_look_up_cb);
}

static void
looked_at_collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  TesseraKeyringCollection collection = tessera_keyring_collection_open_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (collection == TESSERA_KEYRING_COLLECTION_LOCKED)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else
    return_value (task, NULL);
}

static void
looked_up_unprompted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean locked = FALSE;
  g_autoptr (SecretValue) value
    = tessera_keyring_unprompted_lookup_finish (result, &locked, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (locked)
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
  else if (value)
    return_value (task, value);
  else
    tessera_keyring_collection_open_async (TESSERA_KEYRING_COLLECTION_LOOK,
                                           tessera_keyring_call_get_cancellable (task),
                                           looked_at_collection_cb, g_object_ref (task));
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

static void
open_to_store (TesseraKeyringCollectionEffort effort,
               GCancellable *cancellable,
               gpointer source_tag,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  /* Of no account: what is looked for in the file is not there. */
  GTask *task
    = tessera_keyring_call_begin (tessera_keyring_item_make_attributes ("", TESSERA_KEYRING_TOKENS),
                                  cancellable, source_tag, callback, user_data);

  if (tessera_keyring_item_is_in_file ())
    search (task, file_opened_cb);
  else
    tessera_keyring_collection_open_async (effort, tessera_keyring_call_get_cancellable (task),
                                           opened_to_store_cb, task);
}

void
tessera_keyring_unlock_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  open_to_store (tessera_keyring_item_may_prompt () ? TESSERA_KEYRING_COLLECTION_CREATE
                                                    : TESSERA_KEYRING_COLLECTION_LOOK,
                 cancellable, tessera_keyring_unlock_async, callback, user_data);
}

gboolean
tessera_keyring_unlock_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_look_async (GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  open_to_store (TESSERA_KEYRING_COLLECTION_LOOK, cancellable, tessera_keyring_look_async, callback,
                 user_data);
}

gboolean
tessera_keyring_look_finish (GAsyncResult *result, GError **error)
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
  GTask *task
    = tessera_keyring_call_begin (tessera_keyring_item_make_attributes (id, item), cancellable,
                                  tessera_keyring_lookup_async, callback, user_data);

  if (tessera_keyring_item_may_prompt () || tessera_keyring_item_is_in_file ())
    look_up (task, looked_up_cb);
  else
    tessera_keyring_unprompted_lookup_async (tessera_keyring_call_get_attributes (task),
                                             tessera_keyring_call_get_cancellable (task),
                                             looked_up_unprompted_cb, task);
}

char *
tessera_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tessera_keyring_delete_async (const char *id,
                              TesseraKeyringItem item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task
    = tessera_keyring_call_begin (tessera_keyring_item_make_attributes (id, item), cancellable,
                                  tessera_keyring_delete_async, callback, user_data);

  if (!tessera_keyring_item_begin_write (task))
    return;
  secret_password_clearv (tessera_keyring_item_get_schema (),
                          tessera_keyring_call_get_attributes (task),
                          tessera_keyring_call_get_cancellable (task), deleted_cb, task);
}

gboolean
tessera_keyring_delete_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_forbid_prompts (void)
{
  tessera_keyring_item_forbid_prompts ();
}

void
tessera_keyring_set_deadline (guint seconds)
{
  tessera_keyring_call_set_deadline (seconds);
}
