/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser-portal.h"

#include <glib/gi18n.h>

#include "desktop-error.h"
#include "portal-request.h"

/* Why there is a call of our own: GLib's ends the process where the portal refuses (an assertion,
 * in 2.84). libportal's (xdp_portal_open_uri() of 0.6) passes no activation token, without which a
 * browser on Wayland stays in the background; it reads freed memory where it is cancelled before
 * the portal's answer to the call; and its xdp_portal_new() waits for the bus, and fails without
 * one. */

static const char *
get_sentence (TesseraPortalResponse response)
{
  if (response == TESSERA_PORTAL_FAILED)
    return _ ("The browser could not be opened: no desktop portal opens web links.");
  if (response == TESSERA_PORTAL_DECLINED)
    return _ ("The browser was not opened: the request was declined.");
  return _ ("The browser could not be opened: the desktop portal failed.");
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TesseraPortalResponse response = tessera_portal_request_finish (result, NULL, &error);

  if (response == TESSERA_PORTAL_DONE)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (error != NULL && !tessera_portal_request_is_absent (error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  g_task_return_new_error (task, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER, "%s",
                           get_sentence (response));
}

void
tessera_browser_portal_open_async (const char *uri,
                                   const char *activation_token,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GVariantDict options = G_VARIANT_DICT_INIT (NULL);

  g_task_set_source_tag (task, tessera_browser_portal_open_async);
  g_task_set_check_cancellable (task, FALSE);
  if (activation_token != NULL)
    g_variant_dict_insert (&options, "activation_token", "s", activation_token);
  tessera_portal_request_async ("org.freedesktop.portal.OpenURI", "OpenURI",
                                g_variant_new ("(ss)", "", uri), g_variant_dict_end (&options),
                                cancellable, requested_cb, g_steal_pointer (&task));
}

gboolean
tessera_browser_portal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_browser_portal_open_async),
                        FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
