/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search that gives paths only has been as it is since libsecret 0.1, but never been called
 * stable. The stable one reads all properties of the item besides, and takes a tenth longer. */
#define SECRET_API_SUBJECT_TO_CHANGE 1

#include "config.h"

#include "keyring-unprompted.h"

#include "keyring-item.h"

typedef struct
{
  GHashTable *attributes;
  gboolean locked;
} Lookup;

static void
lookup_free (Lookup *self)
{
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static void
got_secret_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  SecretValue *value
    = secret_service_get_secret_for_dbus_path_finish (SECRET_SERVICE (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, secret_value_unref);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Lookup *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  SecretService *service = SECRET_SERVICE (source);
  g_auto (GStrv) unlocked = NULL;
  g_auto (GStrv) locked = NULL;
  GError *error = NULL;

  if (!secret_service_search_for_dbus_paths_finish (service, result, &unlocked, &locked, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (unlocked && unlocked[0])
    {
      secret_service_get_secret_for_dbus_path (service, unlocked[0], cancellable, got_secret_cb,
                                               g_steal_pointer (&task));
      return;
    }
  self->locked = locked && locked[0];
  g_task_return_pointer (task, NULL, NULL);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Lookup *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service)
    secret_service_search_for_dbus_paths (service, tessera_keyring_item_get_schema (),
                                          self->attributes, cancellable, searched_cb,
                                          g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
tessera_keyring_unprompted_lookup_async (GHashTable *attributes,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Lookup *self = g_new0 (Lookup, 1);

  self->attributes = g_hash_table_ref (attributes);
  g_task_set_source_tag (task, tessera_keyring_unprompted_lookup_async);
  g_task_set_task_data (task, self, (GDestroyNotify) lookup_free);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, cancellable, connected_cb, task);
}

SecretValue *
tessera_keyring_unprompted_lookup_finish (GAsyncResult *result, gboolean *locked, GError **error)
{
  const Lookup *self = g_task_get_task_data (G_TASK (result));

  *locked = self->locked;
  return g_task_propagate_pointer (G_TASK (result), error);
}
