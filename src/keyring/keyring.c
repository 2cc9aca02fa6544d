/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "keyring-file.h"

/* A person may be looking for the password that the keyring's prompt asks for. */
#define DEADLINE 120 /* seconds */

G_DEFINE_QUARK (tessera - keyring - error - quark, tessera_keyring_error)

/* libsecret waits for as long as a prompt does, and ends a cancelled prompt only when the service
 * says so. Each call therefore ends by itself, and what libsecret answers after that is dropped. */
typedef struct
{
  GCancellable *cancellable; /* libsecret's */
  GSource *deadline;
  GSource *cancelled; /* nullable */
  GHashTable *attributes;
  gboolean returned;
  gint64 file_time; /* before a write */
} Call;

static guint deadline_seconds = DEADLINE;

static void
call_end (Call *call)
{
  call->returned = TRUE;
  g_source_destroy (call->deadline);
  if (call->cancelled)
    g_source_destroy (call->cancelled);
}

static void
call_free (Call *call)
{
  call_end (call);
  g_clear_pointer (&call->deadline, g_source_unref);
  g_clear_pointer (&call->cancelled, g_source_unref);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->attributes, g_hash_table_unref);
  g_free (call);
}

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
is_absent (const GError *error)
{
  /* Without a session bus at all, GIO has no better code than FAILED. */
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED)
         || (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED
             && error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static GError *
locked_error (void)
{
  return g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED,
                              _ ("The keyring is locked."));
}

static GError *
keyring_error (const GError *error)
{
  g_autofree char *file = tessera_keyring_file_get_path ();

  /* Only a person's dismissal of the prompt is left of the cancellations here. And in a sandbox
   * FAILED is the Secret portal's, whose keyring did not open. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || (file && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)))
    return locked_error ();
  if (is_absent (error))
    return g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT,
                                _ ("No keyring (Secret Service) answers in this session."));
  return g_error_new (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                      /* Translators: %s is what the Secret Service said, not translated. */
                      _ ("The keyring failed: %s"), error->message);
}

/* Takes @error. */
static void
call_abandon (GTask *task, GError *error)
{
  g_autoptr (GTask) kept = g_object_ref (task);
  Call *call = g_task_get_task_data (task);

  call_end (call);
  g_task_return_error (task, error);
  g_cancellable_cancel (call->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  call_abandon (user_data, locked_error ());
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  call_abandon (user_data, error);
  return G_SOURCE_REMOVE;
}

static void
attach (GSource *source, GSourceFunc callback, GTask *task)
{
  g_source_set_callback (source, callback, task, NULL);
  g_source_attach (source, g_task_get_context (task));
}

static GTask *
call_begin (GCancellable *cancellable,
            gpointer source_tag,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  call->cancellable = g_cancellable_new ();
  call->deadline = g_timeout_source_new_seconds (deadline_seconds);
  attach (call->deadline, deadline_cb, task);
  if (cancellable)
    {
      call->cancelled = g_cancellable_source_new (cancellable);
      attach (call->cancelled, G_SOURCE_FUNC (cancelled_cb), task);
    }
  return task;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);
  Call *call = g_task_get_task_data (task);

  if (call->returned)
    return;
  call_end (call);
  if (error)
    g_task_return_error (task, keyring_error (error));
  else if (value && !secret_value_get_text (value))
    g_task_return_new_error (task, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                             _ ("What the keyring holds for this account is not text."));
  else
    g_task_return_pointer (task, value ? g_strdup (secret_value_get_text (value)) : NULL, g_free);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);
  Call *call = g_task_get_task_data (task);

  tessera_keyring_file_move_on (call->file_time);
  if (call->returned)
    return;
  call_end (call);
  if (error)
    g_task_return_error (task, keyring_error (error));
  else if (!stored)
    g_task_return_error (task, locked_error ());
  else
    g_task_return_boolean (task, TRUE);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) left = secret_password_search_finish (result, &error);
  Call *call = g_task_get_task_data (task);

  if (call->returned)
    return;
  call_end (call);
  if (error)
    g_task_return_error (task, keyring_error (error));
  else if (left)
    g_task_return_error (task, locked_error ());
  else
    g_task_return_boolean (task, TRUE);
}

/* libsecret passes over what is locked, and says nothing of it. */
static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean forgotten = secret_password_clear_finish (result, &error);
  Call *call = g_task_get_task_data (task);

  tessera_keyring_file_move_on (call->file_time);
  if (call->returned)
    return;
  if (!error && !forgotten)
    {
      secret_password_searchv (keyring_schema (), call->attributes, SECRET_SEARCH_ALL,
                               call->cancellable, searched_cb, g_steal_pointer (&task));
      return;
    }
  call_end (call);
  if (error)
    g_task_return_error (task, keyring_error (error));
  else
    g_task_return_boolean (task, TRUE);
}

void
tessera_keyring_lookup_async (const char *id,
                              TesseraKeyringItem item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GHashTable) attributes = item_attributes (id, item);
  GTask *task = call_begin (cancellable, tessera_keyring_lookup_async, callback, user_data);
  Call *call = g_task_get_task_data (task);

  secret_password_lookupv (keyring_schema (), attributes, call->cancellable, looked_up_cb, task);
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
  g_autoptr (GHashTable) attributes = item_attributes (id, item);
  GTask *task = call_begin (cancellable, tessera_keyring_store_async, callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->file_time = tessera_keyring_file_begin ();
  secret_password_storev (keyring_schema (), attributes, SECRET_COLLECTION_DEFAULT, label, text,
                          call->cancellable, stored_cb, task);
}

gboolean
tessera_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_forget_async (const char *id,
                              TesseraKeyringItem item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GHashTable) attributes = item_attributes (id, item);
  GTask *task = call_begin (cancellable, tessera_keyring_forget_async, callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->attributes = g_hash_table_ref (attributes);
  call->file_time = tessera_keyring_file_begin ();
  secret_password_clearv (keyring_schema (), attributes, call->cancellable, forgotten_cb, task);
}

gboolean
tessera_keyring_forget_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tessera_keyring_set_deadline (guint seconds)
{
  deadline_seconds = seconds;
}
