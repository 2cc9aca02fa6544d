/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jwk.h"
#include "oidc-tokens.h"

/* Renewed token sets: the checks of their ID token, and what they keep of the set before. */

/* What the ID token of a refresh answer means for the answer. The old refresh token is spent by
 * then, so an answer must not be thrown away for an ID token that is odd but harmless. */
typedef enum
{
  OIDC_REFRESH_FINE,         /* the ID token replaces the one before */
  OIDC_REFRESH_DROP,         /* the ID token proves nothing, but does no harm: go on without it */
  OIDC_REFRESH_REFUSE,       /* the ID token was made for another client, sign-in or access token */
  OIDC_REFRESH_OTHER_PERSON, /* the ID token is about somebody else than who signed in */
} OidcRefreshVerdict;

/* Judges the ID token of @answer by OpenID Connect Core §12.2. @answer: has an ID token. @before:
 * the set that was renewed, which has an ID token, too. @jwks, @secret: of oidc_jws_verify(). @now:
 * tessera_clock_wall().
 *
 * REFUSE: the signature or its algorithm is not acceptable; iss is another one; aud lacks this
 * client; azp is another client; nonce is there and differs from the first ID token's; at_hash is
 * wrong.
 * OTHER_PERSON: signature, iss, aud and azp are right, and sub differs.
 * DROP: everything else. The key is not in @jwks (OIDC_ERROR_UNKNOWN_KEY: fetch the set again and
 * ask again); the token is not valid at @now; aud has changed but still has this client; sub is
 * missing; the token cannot be read.
 *
 * @error: set unless FINE: OIDC_ERROR_MALFORMED, _TOO_LARGE, _SIGNATURE, _UNKNOWN_KEY,
 * _ISSUER_MISMATCH, _CLAIMS. */
OidcRefreshVerdict oidc_refresh_check_id_token (const OidcTokens *answer,
                                                const OidcTokens *before,
                                                const OidcJwks *jwks,
                                                const char *secret,
                                                gint64 now,
                                                GError **error);

/* Fills in what @answer leaves out with what @before had: the refresh token (RFC 6749 §6), the ID
 * token, the scopes, whom the set belongs to and who signed in. An ID token that nobody asked for
 * is dropped. */
void oidc_refresh_inherit (OidcTokens *answer, const OidcTokens *before);
