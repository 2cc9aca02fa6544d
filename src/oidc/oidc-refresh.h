/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jwk.h"
#include "oidc-tokens.h"

/* What a renewed token set keeps of the one before. */

/* What the ID token of a refresh answer means for the answer. By then the refresh token is spent, and
 * what came in its place is not thrown away for a token that is odd and harmless. */
typedef enum
{
  OIDC_REFRESH_FINE,   /* the ID token replaces the one before */
  OIDC_REFRESH_DROP,   /* no harm in the answer, but this ID token proves nothing: go on without */
  OIDC_REFRESH_REFUSE, /* the ID token was not made for this answer to this client */
  OIDC_REFRESH_OTHER_PERSON, /* the answer is about somebody else than who signed in */
} OidcRefreshVerdict;

/* Judges the ID token of @answer, which has one, by OpenID Connect Core §12.2. @before: the set that
 * was renewed, which has an ID token. @now: tessera_clock_wall().
 *
 * REFUSE: the signature is wrong or of an algorithm that is not accepted; iss is not the first ID
 * token's; aud lacks this client, or azp is another one; nonce is there and not the first one's; at_hash
 * is another access token's. OTHER_PERSON: sub is there, and not the first one's; told of a token alone
 * whose signature, iss and aud are right. DROP: all else: the key is not in @jwks (OIDC_ERROR_UNKNOWN_KEY: with the
 * newest set it may be another verdict), the times are off, the audience is another one although this
 * client is in it, the token cannot be read.
 *
 * @error: set unless FINE: OIDC_ERROR_MALFORMED, _TOO_LARGE, _SIGNATURE, _UNKNOWN_KEY,
 * _ISSUER_MISMATCH, _CLAIMS. */
OidcRefreshVerdict oidc_refresh_check_id_token (const OidcTokens *answer,
                                                const OidcTokens *before,
                                                const OidcJwks *jwks,
                                                gint64 now,
                                                GError **error);

/* Fills in what @answer leaves out with what @before had: the refresh token (RFC 6749 §6), the ID
 * token, the scopes, whom the set belongs to and who signed in. An ID token that nobody asked for is
 * dropped. */
void oidc_refresh_inherit (OidcTokens *answer, const OidcTokens *before);
