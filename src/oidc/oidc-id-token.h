/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jws.h"

/* Validation of an ID token (OpenID Connect Core §3.1.3.7, §3.1.3.8). The clock is an argument. */
#define OIDC_ID_TOKEN_SKEW 60 /* seconds */

typedef struct
{
  const char *issuer;
  const char *client_id;
  const char *nonce;        /* (nullable): NULL if none was sent */
  const char *access_token; /* (nullable); at_hash, where there is one, is checked against it */
  gint64 now;               /* tessera_clock_wall() */
  gint64 max_age;           /* seconds, of the request (§3.1.2.1); -1 if it had none */
  const char *secret;       /* (nullable) of an account whose ID tokens are signed with HS256 */
} OidcIdTokenExpected;

typedef struct
{
  char *subject;
  char *name;  /* (nullable): name, else preferred_username */
  char *email; /* (nullable) */
  JsonObject *claims;
} OidcIdToken;

/* Parses @compact, verifies its signature with @jwks (or with the secret that is expected, see
 * oidc_jws_verify()) and checks every claim.
 * Errors: OIDC_ERROR_MALFORMED, _SIGNATURE, _UNKNOWN_KEY, _ISSUER_MISMATCH, _CLAIMS. */
OidcIdToken *oidc_id_token_validate (const char *compact,
                                     const OidcJwks *jwks,
                                     const OidcIdTokenExpected *expected,
                                     GError **error);

/* Two of these checks, for the ID token of a renewal (§12.2). Errors: OIDC_ERROR_MALFORMED,
 * _CLAIMS. */

/* Whether iat, nbf and exp allow @now, give or take OIDC_ID_TOKEN_SKEW. */
gboolean oidc_id_token_check_times (JsonObject *claims, gint64 now, GError **error);

/* Whether at_hash, where there is one, is the hash of @access_token (nullable: not checked).
 * @jws: the ID token, verified: its signature's algorithm tells which hash it is. */
gboolean oidc_id_token_check_at_hash (JsonObject *claims,
                                      const OidcJws *jws,
                                      const char *access_token,
                                      GError **error);

void oidc_id_token_free (OidcIdToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcIdToken, oidc_id_token_free)
