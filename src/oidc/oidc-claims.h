/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Reads the claims of @compact, a JWS in compact serialisation (RFC 7515 §3.1) whose payload is
 * a JSON object (RFC 7519 §3). It does not verify the signature: use it only for a token that
 * was verified when it came. It needs no cryptography. Returns: (transfer full). Errors:
 * OIDC_ERROR_MALFORMED, OIDC_ERROR_TOO_LARGE; the message never quotes the token. */
JsonObject *oidc_claims_read (const char *compact, GError **error);

/* Reads the claims that name the person (OpenID Connect Core §5.1): "name", else
 * "preferred_username", else "upn" (AD FS); and "email". They are only shown and decide nothing,
 * so any type will do: a number is taken as it was written, and of a list the first string.
 * Anything else, and an empty string, counts as missing. @source: the JSON that @claims was
 * parsed from. *name, *email: (out) (transfer full) (nullable). */
void oidc_claims_read_person (JsonObject *claims, GBytes *source, char **name, char **email);
