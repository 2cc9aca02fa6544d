/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jws.h"

/* Validation of an ID token (OpenID Connect Core §3.1.3.7, §3.1.3.8). The clock is an argument. */
#define OIDC_ID_TOKEN_SKEW 60 /* seconds */

typedef struct
{
  const char *issuer;
  const char *client_id;
  const char *nonce;        /* (nullable): none was sent */
  const char *access_token; /* (nullable): at_hash is checked against it, if there */
  gint64 now;               /* tessera_clock_wall() */
  gboolean any_time;        /* exp, iat and nbf are left to oidc_id_token_check_times() */
} OidcIdTokenExpected;

typedef struct
{
  char *subject;
  char *name;  /* (nullable): name, else preferred_username */
  char *email; /* (nullable) */
  JsonObject *claims;
} OidcIdToken;

/* Parses @compact, verifies its signature with @jwks and checks every claim.
 * Errors: OIDC_ERROR_MALFORMED, _SIGNATURE, _UNKNOWN_KEY, _ISSUER_MISMATCH, _CLAIMS. */
OidcIdToken *oidc_id_token_validate (const char *compact,
                                     const OidcJwks *jwks,
                                     const OidcIdTokenExpected *expected,
                                     GError **error);

/* Whether @self has begun and not ended at @now, give or take the skew. Errors:
 * OIDC_ERROR_MALFORMED, _CLAIMS. */
gboolean oidc_id_token_check_times (const OidcIdToken *self, gint64 now, GError **error);
void oidc_id_token_free (OidcIdToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcIdToken, oidc_id_token_free)
