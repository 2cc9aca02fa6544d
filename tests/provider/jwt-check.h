/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* For the provider's own tests: what an ID token must be, read strictly, so that each fault shows.
 * Written against GnuTLS and not against src/oidc, which is tested with this provider. */

/* Whether the signature is by the key of @jwks that its kid names, with that key's algorithm. */
gboolean jwt_check_signature (const char *compact, JsonObject *jwks);

/* Returns: (nullable) (transfer none): what is wrong with the ID token; NULL: nothing. */
const char *jwt_check_id_token (const char *compact,
                                JsonObject *jwks,
                                const char *issuer,
                                const char *nonce,
                                const char *access_token);
