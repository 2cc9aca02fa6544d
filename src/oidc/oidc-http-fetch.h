/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* One request with its redirects, from the connection to the last byte of the answer. */
typedef struct _OidcHttpFetch OidcHttpFetch;

/* @authorization: (nullable) the header's value. @form: (nullable) what is posted; without it this
 * is a GET. The rest as oidc_http_get_async() has it. @uri has been checked. */
OidcHttpFetch *oidc_http_fetch_new (const char *uri,
                                    const char *accept,
                                    const char *authorization,
                                    GBytes *form,
                                    gsize limit);

/* Runs @self, which it takes, for @task, which returns an OidcHttpAnswer at the latest after
 * @timeout milliseconds or when it is cancelled. @direct: the session for this computer itself. */
void oidc_http_fetch_run (OidcHttpFetch *self,
                          GTask *task,
                          SoupSession *session,
                          SoupSession *direct,
                          guint timeout);

/* Calls @function (data: @object, a GObject that it keeps until then) from @context (NULL: the
 * default one) once libsoup has told all that it has to tell. To stop libsoup is safe only then:
 * 3.6 releases a request twice that is cancelled when its headers are there and its callback has
 * not been called yet. */
void oidc_http_fetch_call_at_rest (GMainContext *context, GSourceFunc function, gpointer object);
