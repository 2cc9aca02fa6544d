/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-http.h"

/* oidc_http_get_async() and oidc_http_post_form_async() for a test that waits for the answer. */
OidcHttpAnswer *
fetch_get (OidcHttp *http, const char *uri, const char *bearer, gsize limit, GError **error);
OidcHttpAnswer *fetch_post (OidcHttp *http, const char *uri, const char *form, GError **error);

/* Runs the main context until *result is set, as fetch_store_cb() does. */
GAsyncResult *fetch_wait (GAsyncResult **result);
void fetch_store_cb (GObject *object, GAsyncResult *result, gpointer data);
