/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsecret's calls. One that is to go wrong never reaches it, and is finished here. */
#include "fault-plan.h"

#include <dlfcn.h>
#include <gio/gio.h>
#include <libsecret/secret.h>

static char ours; /* its address is the tag of our tasks */

#define CALL(name, ...) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name)) (__VA_ARGS__)

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer task)
{
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Returns: FALSE if libsecret is to do it. */
static gboolean
fails (const char *function,
       GHashTable *attributes,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  int verdict = tessera_fault_strike (function, g_hash_table_lookup (attributes, "kind"));
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSource) source = NULL;

  if (verdict == FAULT_NONE)
    return FALSE;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, &ours);
  if (verdict != FAULT_BLOCK)
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (verdict), "%s",
                             g_strerror (verdict));
  else if (cancellable != NULL)
    {
      source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, source, G_SOURCE_FUNC (cancelled_cb));
    }
  return TRUE;
}

static gboolean
is_ours (GAsyncResult *result)
{
  return G_IS_TASK (result) && g_task_get_source_tag (G_TASK (result)) == &ours;
}

void
secret_password_storev (const SecretSchema *schema,
                        GHashTable *attributes,
                        const char *collection,
                        const char *label,
                        const char *password,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  if (!fails (G_STRFUNC, attributes, cancellable, callback, user_data))
    CALL (secret_password_storev, schema, attributes, collection, label, password, cancellable,
          callback, user_data);
}

gboolean
secret_password_store_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_boolean (G_TASK (result), error)
                          : CALL (secret_password_store_finish, result, error);
}

void
secret_password_clearv (const SecretSchema *schema,
                        GHashTable *attributes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  if (!fails (G_STRFUNC, attributes, cancellable, callback, user_data))
    CALL (secret_password_clearv, schema, attributes, cancellable, callback, user_data);
}

gboolean
secret_password_clear_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_boolean (G_TASK (result), error)
                          : CALL (secret_password_clear_finish, result, error);
}

void
secret_password_lookupv (const SecretSchema *schema,
                         GHashTable *attributes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  if (!fails (G_STRFUNC, attributes, cancellable, callback, user_data))
    CALL (secret_password_lookupv, schema, attributes, cancellable, callback, user_data);
}

char *
secret_password_lookup_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_pointer (G_TASK (result), error)
                          : CALL (secret_password_lookup_finish, result, error);
}

char *
secret_password_lookup_nonpageable_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_pointer (G_TASK (result), error)
                          : CALL (secret_password_lookup_nonpageable_finish, result, error);
}

SecretValue *
secret_password_lookup_binary_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_pointer (G_TASK (result), error)
                          : CALL (secret_password_lookup_binary_finish, result, error);
}

void
secret_password_searchv (const SecretSchema *schema,
                         GHashTable *attributes,
                         SecretSearchFlags flags,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  if (!fails (G_STRFUNC, attributes, cancellable, callback, user_data))
    CALL (secret_password_searchv, schema, attributes, flags, cancellable, callback, user_data);
}

GList *
secret_password_search_finish (GAsyncResult *result, GError **error)
{
  return is_ours (result) ? g_task_propagate_pointer (G_TASK (result), error)
                          : CALL (secret_password_search_finish, result, error);
}
