/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch.h"

#define LIMIT (1024 * 1024) /* bytes */

void
fetch_store_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GAsyncResult **stored = data;

  *stored = g_object_ref (result);
}

GAsyncResult *
fetch_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

OidcHttpAnswer *
fetch_get (OidcHttp *http, const char *uri, const char *bearer, gsize limit, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  oidc_http_get_async (http, uri, "application/json", bearer, limit, NULL, fetch_store_cb, &result);
  return oidc_http_finish (http, fetch_wait (&result), error);
}

OidcHttpAnswer *
fetch_post (OidcHttp *http, const char *uri, const char *form, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  oidc_http_post_form_async (http, uri, form, NULL, LIMIT, NULL, fetch_store_cb, &result);
  return oidc_http_finish (http, fetch_wait (&result), error);
}
