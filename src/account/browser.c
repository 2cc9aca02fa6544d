/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "browser.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "account-error.h"

static void
return_no_browser (GTask *task, const char *reason)
{
  g_task_return_new_error (task, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_BROWSER,
                           _ ("The web browser cannot be opened: %s"), reason);
}

/* Runs between fork and exec. A session of its own: Ctrl-C in the terminal, and its closing, are
 * not the browser's concern. */
static void
detach_child (gpointer user_data)
{
  setsid ();
}

/* Not g_app_info_launch_uris(): a browser that inherits standard output keeps $(tessera login …)
 * waiting until it quits. */
static void
launch_on_host (GTask *task, const char *uri)
{
  const GSpawnFlags flags
    = G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
  const char *scheme = g_uri_peek_scheme (uri);
  g_autoptr (GAppInfo) handler = scheme ? g_app_info_get_default_for_uri_scheme (scheme) : NULL;
  g_autoptr (GError) error = NULL;
  GList uris = { .data = (gpointer) uri };

  if (!handler || !G_IS_DESKTOP_APP_INFO (handler))
    return_no_browser (task, _ ("none is installed, or none is the default."));
  else if (!g_desktop_app_info_launch_uris_as_manager (G_DESKTOP_APP_INFO (handler), &uris, NULL,
                                                       flags, detach_child, NULL, NULL, NULL,
                                                       &error))
    return_no_browser (task, error->message);
  else
    g_task_return_boolean (task, TRUE);
}

static void
portal_launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_no_browser (task, error->message);
}

void
tessera_browser_open_async (const char *uri,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_browser_open_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    g_app_info_launch_default_for_uri_async (uri, NULL, cancellable, portal_launched_cb,
                                             g_steal_pointer (&task));
  else
    launch_on_host (task, uri);
}

gboolean
tessera_browser_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
