/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-request.h"

#include "portal-watch.h"

#define PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *bus;
  char *interface;
  char *method;
  GVariant *arguments;
  GVariant *options;
  char *request; /* the path of the portal's object that says how it went */
  guint subscription;
  TesseraPortalWatch *watch; /* (nullable) */
  GSource *cancelled;        /* (nullable) */
  guint32 response;
} Call;

/* Drops what holds the task. */
static void
call_end (Call *call)
{
  if (call->subscription != 0)
    g_dbus_connection_signal_unsubscribe (call->bus, call->subscription);
  call->subscription = 0;
  g_clear_pointer (&call->watch, tessera_portal_watch_free);
  if (call->cancelled != NULL)
    g_source_destroy (call->cancelled);
  g_clear_pointer (&call->cancelled, g_source_unref);
}

static void
call_free (Call *call)
{
  call_end (call);
  g_clear_object (&call->bus);
  g_free (call->interface);
  g_free (call->method);
  g_variant_unref (call->arguments);
  g_variant_unref (call->options);
  g_free (call->request);
  g_free (call);
}

static void
return_error (GTask *task, GError *error)
{
  g_autoptr (GTask) kept = g_object_ref (task);

  call_end (g_task_get_task_data (task));
  g_dbus_error_strip_remote_error (error);
  g_task_return_error (task, error);
}

static void
responded_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *name,
              GVariant *parameters,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Call *call = g_task_get_task_data (task);
  GVariant *results = NULL;

  call->response = TESSERA_PORTAL_ENDED;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get (parameters, "(u@a{sv})", &call->response, &results);
  call_end (call);
  g_task_return_pointer (task, results, (GDestroyNotify) g_variant_unref);
}

/* Nobody will say how it went. */
static void
gone_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Call *call = g_task_get_task_data (task);

  call->response = TESSERA_PORTAL_ENDED;
  call_end (call);
  g_task_return_pointer (task, NULL, NULL);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (call->subscription == 0)
    g_clear_error (&error);
  else if (error != NULL)
    return_error (task, error);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  g_dbus_connection_call (call->bus, TESSERA_PORTAL_NAME, call->request,
                          "org.freedesktop.portal.Request", "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  return_error (task, error);
  return G_SOURCE_REMOVE;
}

static void
watch_request (GTask *task, const char *token)
{
  Call *call = g_task_get_task_data (task);
  g_autofree char *sender
    = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (call->bus) + 1), ".", '_');

  call->request = g_strdup_printf (PATH "/request/%s/%s", sender, token);
  call->subscription
    = g_dbus_connection_signal_subscribe (call->bus, TESSERA_PORTAL_NAME,
                                          "org.freedesktop.portal.Request", "Response",
                                          call->request, NULL, G_DBUS_SIGNAL_FLAGS_NO_MATCH_RULE,
                                          responded_cb, g_object_ref (task), g_object_unref);
  call->watch = tessera_portal_watch_new (call->bus, gone_cb, task);
  if (g_task_get_cancellable (task) == NULL)
    return;
  call->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (call->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (call->cancelled, g_task_get_context (task));
}

/* The arguments with the options at their end. Returns: (transfer floating) */
static GVariant *
make_parameters (const Call *call, const char *token)
{
  g_autoptr (GVariantDict) options = g_variant_dict_new (call->options);
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_TUPLE);

  g_variant_dict_insert (options, "handle_token", "s", token);
  for (gsize i = 0; i < g_variant_n_children (call->arguments); i++)
    {
      g_autoptr (GVariant) argument = g_variant_get_child_value (call->arguments, i);

      g_variant_builder_add_value (&parameters, argument);
    }
  g_variant_builder_add_value (&parameters, g_variant_dict_end (options));
  return g_variant_builder_end (&parameters);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("tessera%u", g_random_int ());
  GError *error = NULL;

  call->bus = g_bus_get_finish (result, &error);
  if (call->bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  watch_request (task, token);
  g_dbus_connection_call (call->bus, TESSERA_PORTAL_NAME, PATH, call->interface, call->method,
                          make_parameters (call, token), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb, g_object_ref (task));
}

void
tessera_portal_request_async (const char *interface,
                              const char *method,
                              GVariant *arguments,
                              GVariant *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->interface = g_strdup (interface);
  call->method = g_strdup (method);
  call->arguments = g_variant_ref_sink (arguments);
  call->options = g_variant_ref_sink (options);
  g_task_set_source_tag (task, tessera_portal_request_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  g_task_set_check_cancellable (task, FALSE);
  /* Not to be cancelled: it would be for everybody who gets the same connection. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, connected_cb, g_steal_pointer (&task));
}

TesseraPortalResponse
tessera_portal_request_finish (GAsyncResult *result, GVariant **results, GError **error)
{
  const Call *call = g_task_get_task_data (G_TASK (result));
  g_autoptr (GVariant) answer = NULL;
  GError *problem = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_portal_request_async),
                        TESSERA_PORTAL_FAILED);
  answer = g_task_propagate_pointer (G_TASK (result), &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return TESSERA_PORTAL_FAILED;
    }
  if (results != NULL)
    *results = g_steal_pointer (&answer);
  return MIN (call->response, TESSERA_PORTAL_ENDED);
}

gboolean
tessera_portal_is_used (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
         || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

gboolean
tessera_portal_request_is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}
