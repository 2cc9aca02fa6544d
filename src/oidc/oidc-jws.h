/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-jwk.h"

/* A JWS in compact serialisation (RFC 7515 §3.1). The payload may be anything. */
typedef struct
{
  JsonObject *header;
  char *alg; /* from the header */
  char *kid; /* (nullable) */
  GBytes *payload;
  char *signing_input; /* the first two parts with their dot */
  GBytes *signature;
  const char *crv; /* (nullable) set by oidc_jws_verify(): the curve of the key */
} OidcJws;

/* Errors: OIDC_ERROR_MALFORMED, OIDC_ERROR_TOO_LARGE. */
OidcJws *oidc_jws_parse (const char *compact, GError **error);
void oidc_jws_free (OidcJws *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcJws, oidc_jws_free)

/* Verifies with RS/PS/ES256, 384, 512 or EdDSA (Ed25519 or Ed448, also by these names, RFC 9864),
 * never with none, and with HS256 only where @secret is given. The key comes from @jwks, by the
 * token's kid where it has one (each fitting key is tried where it has none), and must fit: kty,
 * crv, its own alg, use ("sig") and key_ops ("verify"). jwk, jku, x5u, x5c of the header are not
 * looked at; a crit is refused.
 *
 * @secret: (nullable) the client secret, for an account whose tokens are signed with it (OpenID
 * Connect Core §10.1). HS256 is then the only algorithm that is accepted, and @jwks, which may be
 * NULL then, is not looked at: no public key may serve as a shared secret.
 * Errors: OIDC_ERROR_SIGNATURE, OIDC_ERROR_UNKNOWN_KEY (no key with that kid). */
gboolean oidc_jws_verify (OidcJws *self, const OidcJwks *jwks, const char *secret, GError **error);
