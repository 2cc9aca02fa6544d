/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring-collection.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

/* What the Secret Service calls the collection that others are to use. */
#define ALIAS "default"

static TesseraKeyringCollectionEffort
get_effort (GTask *task)
{
  return GPOINTER_TO_UINT (g_task_get_task_data (task));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  int unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, unlocked > 0 ? TESSERA_KEYRING_COLLECTION_UNLOCKED
                                          : TESSERA_KEYRING_COLLECTION_LOCKED);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretCollection) collection = secret_collection_create_finish (result, NULL);

  g_task_return_int (task, collection ? TESSERA_KEYRING_COLLECTION_UNLOCKED
                                      : TESSERA_KEYRING_COLLECTION_NONE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  TesseraKeyringCollectionEffort effort = get_effort (task);

  if (error)
    g_task_return_error (task, error);
  else if (collection && !secret_collection_get_locked (collection))
    g_task_return_int (task, TESSERA_KEYRING_COLLECTION_OPEN);
  else if (collection && effort == TESSERA_KEYRING_COLLECTION_LOOK)
    g_task_return_int (task, TESSERA_KEYRING_COLLECTION_LOCKED);
  else if (collection)
    {
      g_autoptr (GList) collections = g_list_append (NULL, collection);

      secret_service_unlock (secret_collection_get_service (collection), collections,
                             g_task_get_cancellable (task), unlocked_cb, g_object_ref (task));
    }
  else if (effort == TESSERA_KEYRING_COLLECTION_CREATE)
    /* Translators: the name of a keyring that a keyring manager shows. */
    secret_collection_create (NULL, _ ("Default keyring"), ALIAS, SECRET_COLLECTION_CREATE_NONE,
                              g_task_get_cancellable (task), created_cb, g_object_ref (task));
  else
    g_task_return_int (task, TESSERA_KEYRING_COLLECTION_NONE);
}

void
tessera_keyring_collection_open_async (TesseraKeyringCollectionEffort effort,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_keyring_collection_open_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (effort), NULL);
  secret_collection_for_alias (NULL, ALIAS, SECRET_COLLECTION_NONE, cancellable, found_cb, task);
}

TesseraKeyringCollection
tessera_keyring_collection_open_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize state = g_task_propagate_int (G_TASK (result), &local_error);

  if (!local_error)
    return (TesseraKeyringCollection) state;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return TESSERA_KEYRING_COLLECTION_LOCKED;
}
