/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Whether @uri is an absolute https URI with a host, without user info and fragment, or the same
 * with http and a loopback host (127.0.0.0/8, [::1], localhost). RFC 9700 §2.6. Free of libsoup, so
 * that a program that only checks an address does not load it. Errors: OIDC_ERROR_INVALID_CONFIG,
 * naming @what ("issuer", "token endpoint"). */
gboolean oidc_uri_check (const char *uri, const char *what, GError **error);

/* Whether @host, as GUri gives it, is this computer itself: 127.0.0.0/8, ::1, localhost. */
gboolean oidc_uri_is_loopback (const char *host);

/* Where a redirect from @base to @location (nullable) leads, without its fragment. Returns:
 * (transfer full) (nullable): NULL where it must not be followed, since it leads to a bad address
 * or from https to http. */
char *oidc_uri_resolve_redirect (GUri *base, const char *location);
