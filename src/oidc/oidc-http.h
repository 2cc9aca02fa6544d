/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One fetch: https (http only to a loopback literal or "localhost"), a total deadline, a byte cap
 * while reading, no cookies, no cache, no compressed bodies, no answer to a challenge, no proxy for
 * what is on this computer, no body in any log. A GET follows at most 5 redirects and never to a
 * weaker scheme; one with a bearer token and a POST follow none.
 *
 * One OidcHttp holds one SoupSession, so that discovery, keys and token request share a connection:
 * its idle timeout outlasts a person's login, and the POST is flagged idempotent, without which
 * libsoup opens a new connection (but it is sent once, also where the connection is reset). */

/* Seconds, from the start of a request to the last byte of its answer. */
#define OIDC_HTTP_TIMEOUT 30

#define OIDC_TYPE_HTTP (oidc_http_get_type ())
G_DECLARE_FINAL_TYPE (OidcHttp, oidc_http, OIDC, HTTP, GObject)

OidcHttp *oidc_http_new (void);

/* Test only: another total deadline, in milliseconds. */
void oidc_http_set_timeout (OidcHttp *self, guint milliseconds);

/* Test only: the certificates to trust, instead of the system's. */
void oidc_http_set_tls_database (OidcHttp *self, GTlsDatabase *database);

typedef struct
{
  guint status;       /* HTTP status code */
  char *content_type; /* media type in lower case without parameters; NULL if there is none */
  GBytes *body;
  gint64 retry_after; /* seconds to wait (RFC 9110 §10.2.3); -1: no Retry-After */
} OidcHttpAnswer;

void oidc_http_answer_free (OidcHttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcHttpAnswer, oidc_http_answer_free)

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

/* Posts @form (application/x-www-form-urlencoded; copied), asking for JSON. @authorization:
 * (nullable) the value of the Authorization header. */
void oidc_http_post_form_async (OidcHttp *self,
                                const char *uri,
                                const char *form,
                                const char *authorization,
                                gsize limit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Seconds to wait that the last OIDC_ERROR_BUSY came with (RFC 9110 §10.2.3); -1: none. */
gint64 oidc_http_get_retry_after (OidcHttp *self);
void oidc_http_set_retry_after (OidcHttp *self, gint64 seconds);

/* The answer, whatever its status below 500 and but 429 (those are OIDC_ERROR_BUSY).
 * Errors: OIDC_ERROR_INVALID_CONFIG, OIDC_ERROR_UNREACHABLE (its message names the host and says
 * why), OIDC_ERROR_BUSY, OIDC_ERROR_TOO_LARGE, OIDC_ERROR_HTTP_STATUS (a redirect refused),
 * G_IO_ERROR_CANCELLED. */
OidcHttpAnswer *oidc_http_finish (OidcHttp *self, GAsyncResult *result, GError **error);
