/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client-secret.h"

#include "keyring-backend.h"
#include "keyring.h"
#include "lock.h"

typedef struct
{
  char *secret; /* (nullable) */
  TesseraLock *file_lock;
} Change;

static void
change_free (Change *self)
{
  g_clear_pointer (&self->file_lock, tessera_lock_release);
  g_clear_pointer (&self->secret, g_free);
  g_free (self);
}

void
tessera_client_secret_lookup_async (TesseraStore *store,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  tessera_keyring_lookup_async (tessera_store_get_id (store), TESSERA_KEYRING_CLIENT_SECRET,
                                cancellable, callback, user_data);
}

char *
tessera_client_secret_lookup_finish (GAsyncResult *result, GError **error)
{
  return tessera_keyring_lookup_finish (result, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean written = self->secret ? tessera_keyring_store_finish (result, &error)
                                  : tessera_keyring_delete_finish (result, &error);

  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
write_item (GTask *task)
{
  TesseraStore *store = g_task_get_source_object (task);
  Change *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->secret)
    tessera_keyring_store_async (tessera_store_get_id (store), TESSERA_KEYRING_CLIENT_SECRET,
                                 tessera_store_get_label (store), self->secret, cancellable,
                                 written_cb, task);
  else
    tessera_keyring_delete_async (tessera_store_get_id (store), TESSERA_KEYRING_CLIENT_SECRET,
                                  cancellable, written_cb, task);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->file_lock = tessera_lock_acquire_finish (result, &error);
  if (self->file_lock)
    write_item (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
tessera_client_secret_set_async (TesseraStore *store,
                                 const char *secret,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *file = tessera_keyring_backend_get_file ();
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  Change *self = g_new0 (Change, 1);

  self->secret = g_strdup (secret);
  g_task_set_source_tag (task, tessera_client_secret_set_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) change_free);
  if (file)
    tessera_lock_acquire_async ("keyring", cancellable, locked_cb, task);
  else
    write_item (task);
}

gboolean
tessera_client_secret_set_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
