/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser-portal.h"

#include <glib/gi18n.h>

#include "desktop-error.h"

/* Why there is a call of our own: GLib's ends the process where the portal refuses (an assertion,
 * in 2.84). libportal's (xdp_portal_open_uri() of 0.6) passes no activation token, without which a
 * browser on Wayland stays in the background; it reads freed memory where it is cancelled before
 * the portal's answer to the call; and its xdp_portal_new() waits for the bus, and fails without
 * one. */

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *bus;
  char *uri;
  char *activation_token; /* (nullable) */
  char *request;          /* the path of the portal's object that says how it went */
  guint subscription;
  GSource *cancelled; /* (nullable) */
} Call;

/* Drops what holds the task. */
static void
call_end (Call *call)
{
  if (call->subscription != 0)
    g_dbus_connection_signal_unsubscribe (call->bus, call->subscription);
  call->subscription = 0;
  if (call->cancelled != NULL)
    g_source_destroy (call->cancelled);
  g_clear_pointer (&call->cancelled, g_source_unref);
}

static void
call_free (Call *call)
{
  call_end (call);
  g_clear_object (&call->bus);
  g_free (call->uri);
  g_free (call->activation_token);
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

static GError *
make_error (const char *sentence)
{
  return g_error_new_literal (TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER, sentence);
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
  guint32 response = 2;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get_child (parameters, 0, "u", &response);
  if (response == 0)
    {
      call_end (g_task_get_task_data (task));
      g_task_return_boolean (task, TRUE);
    }
  else if (response == 1)
    return_error (task, make_error (_ ("The browser was not opened: the request was declined.")));
  else
    return_error (task,
                  make_error (_ ("The browser could not be opened: the desktop portal failed.")));
}

/* There is no portal, or it has no backend that opens links. */
static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
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
  else if (error != NULL && is_absent (error))
    {
      g_error_free (error);
      return_error (task,
                    make_error (
                      _ ("The browser could not be opened: no desktop portal opens web links.")));
    }
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
  g_dbus_connection_call (call->bus, NAME, call->request, "org.freedesktop.portal.Request", "Close",
                          NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
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
    = g_dbus_connection_signal_subscribe (call->bus, NAME, "org.freedesktop.portal.Request",
                                          "Response", call->request, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NO_MATCH_RULE, responded_cb,
                                          g_object_ref (task), g_object_unref);
  if (g_task_get_cancellable (task) == NULL)
    return;
  call->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (call->cancelled, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (call->cancelled, g_task_get_context (task));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("tessera%u", g_random_int ());
  GVariantDict options = G_VARIANT_DICT_INIT (NULL);
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
  g_variant_dict_insert (&options, "handle_token", "s", token);
  if (call->activation_token != NULL)
    g_variant_dict_insert (&options, "activation_token", "s", call->activation_token);
  g_dbus_connection_call (call->bus, NAME, PATH, "org.freedesktop.portal.OpenURI", "OpenURI",
                          g_variant_new ("(ss@a{sv})", "", call->uri,
                                         g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb,
                          g_object_ref (task));
}

void
tessera_browser_portal_open_async (const char *uri,
                                   const char *activation_token,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, tessera_browser_portal_open_async);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  g_task_set_check_cancellable (task, FALSE);
  call->uri = g_strdup (uri);
  call->activation_token = g_strdup (activation_token);
  /* Not to be cancelled: it would be for everybody who gets the same connection. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, connected_cb, g_steal_pointer (&task));
}

gboolean
tessera_browser_portal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_browser_portal_open_async),
                        FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
