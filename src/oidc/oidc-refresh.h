/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jwk.h"
#include "oidc-tokens.h"

/* What a renewed token set keeps of the one before. */

/* Checks the ID token of a refresh answer (OpenID Connect Core §12.2): signature and claims as at
 * the sign-in, and iss, sub and aud those of the first one; a nonce, if there, the first one's.
 * One that is right but for its times is taken away from @answer: by then the refresh token is
 * spent, and a clock that is wrong, here or there, must not cost the session.
 * @before: the set that was renewed, which has an ID token. @now: tessera_clock_wall().
 * Errors: those of oidc_id_token_validate(). */
gboolean oidc_refresh_check_id_token (OidcTokens *answer,
                                      const OidcTokens *before,
                                      const OidcJwks *jwks,
                                      gint64 now,
                                      GError **error);

/* Fills in what @answer leaves out with what @before had: the refresh token (RFC 6749 §6), the ID
 * token, the scopes, whom the set belongs to and who signed in. An ID token that nobody asked for
 * is dropped. */
void oidc_refresh_inherit (OidcTokens *answer, const OidcTokens *before);
