/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

/* Which proxy a request takes. The environment decides, as for curl: https_proxy, HTTPS_PROXY,
 * all_proxy, ALL_PROXY (the first that is set; an empty one means no proxy), except for the hosts
 * of no_proxy or NO_PROXY. Where none of them is set, the desktop's settings decide: GIO's default
 * resolver, in a sandbox the portal's.
 *
 * A user name and a password stand in the proxy's URI. They are sent with the first request, and
 * nobody is asked for others. No message names them.
 *
 * It is the GProxyResolver of a SoupSession, and remembers which proxy each host was given. */
#define OIDC_TYPE_PROXY (oidc_proxy_get_type ())
G_DECLARE_FINAL_TYPE (OidcProxy, oidc_proxy, OIDC, PROXY, GObject)

/* Reads the environment. Returns: (transfer full) */
OidcProxy *oidc_proxy_new (void);

/* Makes each connection of @session take the proxy that @self finds. */
void oidc_proxy_attach (OidcProxy *self, SoupSession *session);

/* The proxy that @session used for @uri, as a message names it: host and port. Returns: (transfer
 * full) (nullable): NULL where there is none, or where it may have been left out. */
char *oidc_proxy_name (SoupSession *session, GUri *uri);
