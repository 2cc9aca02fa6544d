/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Whether @host, as GUri gives it, is this computer itself: 127.0.0.0/8, ::1, localhost. */
gboolean oidc_http_is_loopback (const char *host);

/* Where a redirect from @base to @location (nullable) leads, without its fragment. Returns:
 * (transfer full) (nullable): NULL where it must not be followed, since it leads to a bad address or
 * from https to http. */
char *oidc_http_resolve_redirect (GUri *base, const char *location);
