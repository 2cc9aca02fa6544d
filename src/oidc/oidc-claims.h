/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* The claims of @compact, a JWS in compact serialisation (RFC 7515 §3.1) whose payload is a JSON
 * object (RFC 7519 §3). The signature is not looked at: for a token that was verified when it came.
 * Needs no cryptography. Returns: (transfer full). Errors: OIDC_ERROR_MALFORMED,
 * OIDC_ERROR_TOO_LARGE; the message never quotes the token. */
JsonObject *oidc_claims_read (const char *compact, GError **error);

/* The claims that name the person (OpenID Connect Core §5.1), for showing alone: "name", else
 * "preferred_username"; and "email". They decide nothing, so they are read whatever they are: a number as
 * it was written, the first string of a list; anything else, and an empty string, counts as missing.
 * @source: the JSON that @claims was parsed from. *name, *email: (out) (transfer full) (nullable). */
void oidc_claims_read_person (JsonObject *claims, GBytes *source, char **name, char **email);
