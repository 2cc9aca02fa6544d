/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A configured redirect URI, parsed (RFC 8252 §7.3). Needs no libsoup, so that a program that only
 * checks one does not load it. */
typedef struct
{
  char *text;   /* as configured */
  char *host;   /* "127.0.0.1", "::1" or "localhost" */
  char *path;   /* percent-encoded; "/" where there is none, as a browser asks for it */
  guint16 port; /* 0: any free one */
} TesseraLoopbackUri;

/* Checks a configured redirect URI: http, host 127.0.0.1, [::1] or localhost, any port or none, a
 * path, no user info, query or fragment. Without a port any free one is taken. Errors:
 * TESSERA_LOOPBACK_ERROR_INVALID_URI. */
gboolean tessera_loopback_uri_check (const char *uri, GError **error);

/* Errors: TESSERA_LOOPBACK_ERROR_INVALID_URI. Returns: (transfer full) */
TesseraLoopbackUri *tessera_loopback_uri_parse (const char *text, GError **error);
void tessera_loopback_uri_free (TesseraLoopbackUri *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraLoopbackUri, tessera_loopback_uri_free)

/* Returns: (transfer full) the redirect URI to send: to the character as configured, with @port
 * where no port is configured. */
char *tessera_loopback_uri_with_port (const TesseraLoopbackUri *self, guint16 port);

/* Whether a request's Host header (nullable) names this listener on @port. Another name that
 * resolves to 127.0.0.1 is an attacker's (DNS rebinding). */
gboolean
tessera_loopback_uri_is_host (const TesseraLoopbackUri *self, guint16 port, const char *header);
