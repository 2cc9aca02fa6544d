/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/abstract.h>
#include <json-glib/json-glib.h>

/* Public keys: JWK (RFC 7517, RFC 7518 §6, RFC 8037). Key sizes are bounded both ways before any
 * arithmetic: RSA of 2048 to 8192 bits with an odd exponent from 3 to 2^32-1, P-256, P-384, P-521
 * with coordinates of the exact length, Ed25519, Ed448. */
typedef struct
{
  char *kid;           /* (nullable) */
  char *kty;           /* RSA, EC, OKP */
  char *crv;           /* (nullable) */
  char *alg;           /* (nullable) the only algorithm the key is for */
  char *use;           /* (nullable) */
  char **key_ops;      /* (nullable) */
  gnutls_pubkey_t key; /* NULL: of a kind that cannot verify here; why in @unusable */
  char *unusable;      /* (nullable) */
} OidcJwk;

typedef struct _OidcJwks OidcJwks;

/* Reads a JWK set of at most 10,000 keys, or a single JWK. Keys of an unknown kind or with bad
 * parameters are kept as unusable and do not spoil the set. Errors: OIDC_ERROR_MALFORMED,
 * OIDC_ERROR_TOO_LARGE. */
OidcJwks *oidc_jwks_parse (const char *text, gsize length, GError **error);
OidcJwks *oidc_jwks_ref (OidcJwks *self);
void oidc_jwks_unref (OidcJwks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcJwks, oidc_jwks_unref)

guint oidc_jwks_get_n_keys (const OidcJwks *self);
const OidcJwk *oidc_jwks_get_key (const OidcJwks *self, guint index);
