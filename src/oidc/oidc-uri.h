/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The check of every URI that a request is sent to. It needs no libsoup, so `tessera` can use
 * it without loading it. */

/* Whether @uri is an absolute https URI with a host, without user info and fragment, or the same
 * with http and a loopback host (127.0.0.0/8, [::1], localhost). RFC 9700 §2.6. @name: what the URI
 * is called in provider metadata ("token_endpoint", RFC 8414 §2); the message quotes it.
 * Errors: OIDC_ERROR_INVALID_CONFIG. */
gboolean oidc_uri_check (const char *uri, const char *name, GError **error);

/* The same for an issuer, which has no query either (RFC 8414 §2). */
gboolean oidc_uri_check_issuer (const char *uri, GError **error);

/* What oidc_uri_check() looks at, and libsoup sends to: g_uri_parse() without their flags refuses a
 * path or query that is not UTF-8 (“%ff”). Returns: (transfer full) (nullable) */
GUri *oidc_uri_parse (const char *uri);

/* Whether @host, as GUri gives it, is this computer itself: 127.0.0.0/8, ::1, localhost. */
gboolean oidc_uri_is_loopback (const char *host);

/* The target of a redirect from @base to @location (nullable), without its fragment. Returns:
 * (transfer full) (nullable): NULL if it must not be followed: it is no good URI, or leads from
 * https to http. */
char *oidc_uri_resolve_redirect (GUri *base, const char *location);
