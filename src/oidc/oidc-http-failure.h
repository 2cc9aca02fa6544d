/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Errors of a connection, as sentences for a person. */

/* The host of @uri, with its port where it has one, as a message names it. (transfer full) */
char *oidc_http_failure_name_host (GUri *uri);

/* Sets @error to OIDC_ERROR_UNREACHABLE for @cause, what GIO or libsoup said. @certificate: what
 * was wrong with the certificate of @host, 0 if nothing. */
void oidc_http_failure_set (GError **error,
                            const char *host,
                            const GError *cause,
                            GTlsCertificateFlags certificate);

/* The same for a deadline that passed. */
void oidc_http_failure_set_timed_out (GError **error, const char *host);

/* Sets @error to OIDC_ERROR_BUSY for the HTTP status @status. @retry_after: seconds to wait, which
 * the error then carries (oidc_error_get_retry_after()); -1: unknown. */
void
oidc_http_failure_set_busy (GError **error, const char *host, guint status, gint64 retry_after);
