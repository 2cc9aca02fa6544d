/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Errors of a connection, as sentences for a person. */

/* The host of @uri, with its port where it has one, as a message names it. (transfer full) */
char *oidc_http_failure_name_host (GUri *uri);

/* Sets @error to one of oidc_error_is_unreachable() for @cause, what GIO or libsoup said.
 * @certificate: what was wrong with the certificate of @host, 0 if nothing. */
void oidc_http_failure_set (GError **error,
                            const char *host,
                            const GError *cause,
                            GTlsCertificateFlags certificate);

/* Sets @error to OIDC_ERROR_CLIENT_CERTIFICATE: @host ended the connection after it had asked for a
 * certificate, and got none. */
void oidc_http_failure_set_certificate_wanted (GError **error, const char *host);

/* Sets @error to OIDC_ERROR_PROXY for @cause, which came on the way to the proxy @proxy, or from
 * it. */
void oidc_http_failure_set_proxy (GError **error, const char *proxy, const GError *cause);

/* The same where the proxy @proxy answered with the HTTP status @status instead of a tunnel to
 * @host. */
void oidc_http_failure_set_proxy_refused (GError **error,
                                          const char *proxy,
                                          const char *host,
                                          guint status);

/* Sets @error to OIDC_ERROR_BUSY for the HTTP status @status. @retry_after: seconds to wait, which
 * the error then carries (oidc_error_get_retry_after()); -1: unknown. */
void
oidc_http_failure_set_busy (GError **error, const char *host, guint status, gint64 retry_after);
