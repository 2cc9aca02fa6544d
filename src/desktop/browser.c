/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "browser-command.h"
#include "browser-portal.h"
#include "desktop-error.h"
#include "portal-request.h"

#define FIRST_SECONDS 10

#define NO_HANDLER                                                                                 \
  N_ ("The browser could not be opened: no application on this computer opens web links.")

/* @sentence: what kept a browser from being opened. */
static void
return_no_browser (GTask *task, const char *sentence)
{
  g_task_return_error (task, g_error_new_literal (TESSERA_DESKTOP_ERROR,
                                                  TESSERA_DESKTOP_ERROR_NO_BROWSER, sentence));
}

/* @reason: what the system said, in its own words, with a full stop or without. */
static void
return_not_started (GTask *task, const char *reason)
{
  gsize length = strlen (reason);
  g_autofree char *bare = g_strndup (reason, g_str_has_suffix (reason, ".") ? length - 1 : length);
  /* Translators: %s is what the system said, which may not be translated. */
  g_autofree char *sentence = g_strdup_printf (_ ("The browser could not be opened: %s."), bare);

  return_no_browser (task, sentence);
}

/* Puts the browser into a session of its own: neither Ctrl-C in the terminal nor Tessera's end ends
 * it. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

typedef struct
{
  GCancellable *failed;
  gint64 started; /* microseconds, monotonic */
} Child;

static void
child_free (Child *self)
{
  g_object_unref (self->failed);
  g_free (self);
}

/* A browser that was used for a while may end as it likes. */
static void
ended_cb (GPid pid, int status, gpointer user_data)
{
  const Child *self = user_data;

  if (g_get_monotonic_time () - self->started < FIRST_SECONDS * G_USEC_PER_SEC
      && !g_spawn_check_wait_status (status, NULL))
    g_cancellable_cancel (self->failed);
  g_spawn_close_pid (pid);
}

static void
spawned_cb (GDesktopAppInfo *handler, GPid pid, gpointer user_data)
{
  Child *child = g_new0 (Child, 1);

  child->failed = g_object_ref (user_data);
  child->started = g_get_monotonic_time ();
  g_child_watch_add_full (G_PRIORITY_DEFAULT, pid, ended_cb, child, (GDestroyNotify) child_free);
}

/* Without output: else $(tessera login …) waits until the browser quits. */
static gboolean
spawn_handler (GAppInfo *handler,
               const char *uri,
               GAppLaunchContext *context,
               GCancellable *failed,
               GError **error)
{
  g_autoptr (GList) uris = g_list_append (NULL, (gpointer) uri);

  return g_desktop_app_info_launch_uris_as_manager (G_DESKTOP_APP_INFO (handler), uris, context,
                                                    G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                                                      | G_SPAWN_STDOUT_TO_DEV_NULL
                                                      | G_SPAWN_STDERR_TO_DEV_NULL,
                                                    leave_session, NULL, spawned_cb, failed, error);
}

static void
portal_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (tessera_browser_portal_open_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_error_matches (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER))
    return_no_browser (task, error->message);
  else
    return_not_started (task, error->message);
}

/* Takes @task. */
static void
ask_portal (GTask *task, const char *uri, GAppLaunchContext *context)
{
  g_autofree char *token = tessera_browser_command_make_token ("xdg-open", context);

  tessera_browser_portal_open_async (uri, token, g_task_get_cancellable (task), portal_opened_cb,
                                     task);
}

void
tessera_browser_open_async (const char *uri,
                            GAppLaunchContext *context,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GAppInfo) handler = NULL;
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  GCancellable *failed = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, tessera_browser_open_async);
  g_task_set_task_data (task, failed, g_object_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (tessera_portal_is_used ())
    {
      ask_portal (g_steal_pointer (&task), uri, context);
      return;
    }
  if (tessera_browser_command_run (uri, context, failed))
    return g_task_return_boolean (task, TRUE);
  handler = g_app_info_get_default_for_uri_scheme (scheme != NULL ? scheme : "");
  if (!G_IS_DESKTOP_APP_INFO (handler))
    return_no_browser (task, _ (NO_HANDLER));
  else if (spawn_handler (handler, uri, context, failed, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_not_started (task, error->message);
}

gboolean
tessera_browser_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_browser_open_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

GCancellable *
tessera_browser_open_get_failed (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_browser_open_async), NULL);
  return g_task_get_task_data (G_TASK (result));
}

gboolean
tessera_browser_find (const char *uri, char **name, GError **error)
{
  g_autofree char *command = tessera_browser_command_find ();
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autoptr (GAppInfo) handler = NULL;

  *name = NULL;
  if (tessera_portal_is_used ())
    return TRUE;
  if (command == NULL)
    handler = g_app_info_get_default_for_uri_scheme (scheme != NULL ? scheme : "");
  if (command != NULL)
    *name = g_steal_pointer (&command);
  else if (G_IS_DESKTOP_APP_INFO (handler))
    *name = g_strdup (g_app_info_get_display_name (handler));
  else
    g_set_error_literal (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER,
                         _ (NO_HANDLER));
  return *name != NULL;
}
