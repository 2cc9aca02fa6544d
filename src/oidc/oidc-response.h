/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-request.h"

/* Reads the redirect's raw query (RFC 6749 §4.1.2): the state first, then the rest.
 *
 * A query with exactly one state, and that one right, is the provider's answer; everything else is
 * OIDC_ERROR_STATE_MISMATCH and the listener goes on waiting. In an answer, a repeated parameter,
 * a wrong iss, a missing one where the provider advertises it (RFC 9207 §2.4), code and error
 * together or neither is OIDC_ERROR_INVALID_RESPONSE or _ISSUER_MISMATCH; an error answer is
 * OIDC_ERROR_REFUSED with error and error_description (control characters escaped) in its message.
 *
 * @query: (nullable) as it came, still percent-encoded. *issuer: (out) (optional) (nullable)
 * (transfer full): with a code, the iss that came with it, which is the provider's issuer.
 * Returns: (transfer full) the authorization code. */
char *oidc_response_parse (const char *query,
                           const OidcRequest *request,
                           const OidcProvider *provider,
                           char **issuer,
                           GError **error);
