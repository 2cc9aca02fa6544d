/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Takes a compact JWS apart for a person. @pasted: see pasted-token.h. *json is an object
 * with "header", "claims" (or "payload", as text
 * or "payload_base64url", where it is not a JSON object), and with @jwks (nullable; a JWK set or
 * one JWK, @jwks_length bytes) "verified": true. *json: (out) (transfer full) the same as text on
 * one line, with the members in the token's order and each value as the token has it; a JsonObject
 * would change numbers that are too large for it. Errors: OIDC_ERROR_MALFORMED (the message tells
 * of an encrypted and of an opaque token), _SIGNATURE, _UNKNOWN_KEY, _TOO_LARGE. Returns: (transfer
 * full) */
JsonObject *tessera_inspect (const char *pasted,
                             const char *jwks,
                             gsize jwks_length,
                             char **json,
                             GError **error);

/* Such JSON with a member or an element a line. Returns: (transfer full) */
char *tessera_inspect_indent (const char *json);
