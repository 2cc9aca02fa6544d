/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "keyring-call.h"

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

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  /* Its memory is wiped when the last reference goes; what the caller gets is a copy. */
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (value && !secret_value_get_text (value))
    tessera_keyring_call_return_error (
      task, g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                                 _ ("What the keyring holds for this account is not text.")));
  else
    tessera_keyring_call_return_text (task,
                                      value ? g_strdup (secret_value_get_text (value)) : NULL);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (!tessera_keyring_call_settle (task, error))
    return;
  if (stored)
    tessera_keyring_call_return_done (task);
  else
    tessera_keyring_call_return_error (task, tessera_keyring_error_new_locked ());
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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
    secret_password_searchv (keyring_schema (), tessera_keyring_call_get_attributes (task),
                             SECRET_SEARCH_ALL, tessera_keyring_call_get_cancellable (task),
                             searched_cb, g_object_ref (task));
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

  secret_password_lookupv (keyring_schema (), tessera_keyring_call_get_attributes (task),
                           tessera_keyring_call_get_cancellable (task), looked_up_cb, task);
}

char *
tessera_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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

  tessera_keyring_call_begin_write (task);
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

  tessera_keyring_call_begin_write (task);
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

void tessera_keyring_unlock_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{ g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data); g_task_return_boolean (task, TRUE); }
gboolean tessera_keyring_unlock_finish (GAsyncResult *result, GError **error)
{ return g_task_propagate_boolean (G_TASK (result), error); }
