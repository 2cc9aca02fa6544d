/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "oidc-http-answer.h"

/* Requests to a provider. Only https is spoken; http only to a loopback literal or "localhost".
 * Each request has a total deadline and a bound on the answer's size. There are no cookies, no
 * cache, no compressed bodies, no answer to an authentication challenge, and no proxy for hosts on
 * this computer. No body is logged. A GET follows at most 5 redirects and never to a weaker scheme;
 * a GET with a bearer token and a POST follow none.
 *
 * One OidcHttp holds one SoupSession, so that discovery, keys and token request share a
 * connection. Its idle timeout outlasts a person's login. A POST is flagged idempotent, since
 * libsoup opens a new connection for any other; it is sent once all the same, even if the
 * connection is reset. */

/* Seconds, from the start of a request to the last byte of its answer. */
#define OIDC_HTTP_TIMEOUT 30

#define OIDC_TYPE_HTTP (oidc_http_get_type ())
G_DECLARE_FINAL_TYPE (OidcHttp, oidc_http, OIDC, HTTP, GObject)

OidcHttp *oidc_http_new (void);

/* Test only: another total deadline, in milliseconds. */
void oidc_http_set_timeout (OidcHttp *self, guint milliseconds);

/* Test only: the certificates to trust, instead of the system's. */
void oidc_http_set_tls_database (OidcHttp *self, GTlsDatabase *database);

/* Reads the certificates that the account has of its own, for the requests from now on: see
 * oidc_tls_new(), whose parameters and errors these are. All NULL: none. */
gboolean oidc_http_use_certificates (OidcHttp *self,
                                     const char *ca_file,
                                     const char *certificate,
                                     const char *key,
                                     GError **error);

/* Fetches @uri. @accept: the Accept header. @bearer: (nullable) an access token for the
 * Authorization header (RFC 6750 §2.1). @limit: bytes. */
void oidc_http_get_async (OidcHttp *self,
                          const char *uri,
                          const char *accept,
                          const char *bearer,
                          gsize limit,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* Posts @form (application/x-www-form-urlencoded; copied), asking for JSON. An empty one is a POST
 * without a body. @authorization:
 * (nullable) the value of the Authorization header. */
void oidc_http_post_form_async (OidcHttp *self,
                                const char *uri,
                                const char *form,
                                const char *authorization,
                                gsize limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: (transfer full) the answer, with any status below 500 but 429.
 * Errors: OIDC_ERROR_BUSY for the other statuses (oidc_error_get_retry_after() tells how long to
 * wait); OIDC_ERROR_INVALID_CONFIG; those of oidc_error_is_unreachable() (the message names the
 * host, or the proxy, and says why); OIDC_ERROR_TOO_LARGE; OIDC_ERROR_HTTP_STATUS (a redirect that
 * is not followed); G_IO_ERROR_CANCELLED. */
OidcHttpAnswer *oidc_http_finish (OidcHttp *self, GAsyncResult *result, GError **error);

/* Sends @bearer to @uri with a GET, for a person to see what comes back: no redirect is followed.
 * @limit: bytes of the body, of which there may be more. finish returns: (transfer full) the
 * answer with its headers, whatever its status. Errors: those of oidc_http_finish() that are not
 * about an answer. */
void oidc_http_try_async (OidcHttp *self,
                          const char *uri,
                          const char *bearer,
                          gsize limit,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
OidcHttpAnswer *oidc_http_try_finish (OidcHttp *self, GAsyncResult *result, GError **error);
