/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-http.h"
#include "oidc-jwk.h"
#include "oidc-provider.h"

/* UserInfo (OpenID Connect Core §5.3). */
typedef struct
{
  char *subject;
  char *name;  /* (nullable): name, else preferred_username */
  char *email; /* (nullable) */
} OidcUserinfo;

void oidc_userinfo_free (OidcUserinfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcUserinfo, oidc_userinfo_free)

/* What the answer is compared with. It is copied. */
typedef struct
{
  const char *subject; /* (nullable) the ID token's, which the answer's sub must equal (§5.3.2) */
  const char *client_id; /* for a signed answer, as those below */
  OidcJwks *jwks;        /* (nullable) */
  const char *secret;    /* (nullable) as of oidc_jws_verify() */
} OidcUserinfoExpected;

/* Asks the UserInfo endpoint with @access_token. The signature of a signed answer (application/jwt)
 * is verified as an ID token's is. Where it has an iss, that must be the provider's issuer, and
 * where it has an aud, that must hold the client ID (§5.3.2 says that it should have both).
 *
 * Errors: OIDC_ERROR_CLAIMS: another sub; OIDC_ERROR_ISSUER_MISMATCH; OIDC_ERROR_INVALID_RESPONSE:
 * another aud; OIDC_ERROR_SIGNATURE, _UNKNOWN_KEY; OIDC_ERROR_UNSUPPORTED: nothing to verify it
 * with, or no such endpoint; OIDC_ERROR_MALFORMED, _TOO_LARGE, _HTTP_STATUS; those of
 * oidc_http_finish(). */
void oidc_userinfo_fetch_async (OidcHttp *http,
                                const OidcProvider *provider,
                                const char *access_token,
                                const OidcUserinfoExpected *expected,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
OidcUserinfo *oidc_userinfo_fetch_finish (GAsyncResult *result, GError **error);
