/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Takes a compact JWS apart for a person: an object with "header", "claims" (or "payload", as text
 * or base64url, where it is not a JSON object), and with @jwks (nullable; a JWK set or one JWK,
 * @jwks_length bytes) "verified": true. Errors: OIDC_ERROR_MALFORMED, _SIGNATURE, _UNKNOWN_KEY,
 * _TOO_LARGE. Returns: (transfer full) */
JsonObject *
tessera_inspect (const char *compact, const char *jwks, gsize jwks_length, GError **error);
