/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "oidc-tls.h"

/* One request with its redirects, from the connection to the last byte of the answer. */
typedef struct _OidcHttpFetch OidcHttpFetch;

/* @uri: has been checked. @authorization: (nullable) the header's value. @form: (nullable) the
 * body of a POST; NULL for a GET. @accept, @limit: as in oidc_http_get_async(). */
OidcHttpFetch *oidc_http_fetch_new (const char *uri,
                                    const char *accept,
                                    const char *authorization,
                                    GBytes *form,
                                    gsize limit);

/* Takes the answer as it comes, and with its headers: a redirect is an answer too, and of a body
 * over the limit there is as much as that. */
void oidc_http_fetch_take_any (OidcHttpFetch *self);

/* Runs @self (transfer full). @task returns an OidcHttpAnswer, whatever its status, or an
 * error: at the latest after @timeout milliseconds or when it is cancelled. @direct: the
 * session for hosts on this computer. @tls: (nullable) the account's own certificates. */
void oidc_http_fetch_run (OidcHttpFetch *self,
                          GTask *task,
                          SoupSession *session,
                          SoupSession *direct,
                          OidcTls *tls,
                          guint timeout);

/* Calls @function with @object (a GObject, kept until then) from @context (NULL: the default
 * one) once libsoup has made all its pending callbacks. Only then is it safe to cancel: libsoup
 * 3.6 releases a request twice if it is cancelled between its headers and its callback. */
void oidc_http_fetch_call_at_rest (GMainContext *context, GSourceFunc function, gpointer object);
