/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/abstract.h>
#include <json-glib/json-glib.h>

/* Signing keys: generated here, never stored, published as a JWK set (RFC 7517, RFC 8037). */
typedef struct
{
  const char *name;               /* RS256, … (RFC 7518 §3.1, RFC 8037 §3.1) */
  gnutls_pk_algorithm_t kind;     /* of the key */
  guint bits;                     /* of the modulus, or the curve as GNUTLS_CURVE_TO_BITS */
  gnutls_sign_algorithm_t sign;   /* how it signs */
  gnutls_digest_algorithm_t hash; /* of at_hash (OpenID Connect Core §3.1.3.6) */
  guint field;                    /* bytes of a coordinate; 0: RSA */
} Algorithm;

typedef struct
{
  const Algorithm *algorithm;
  char *kid;
  gnutls_privkey_t private_key;
  gnutls_pubkey_t public_key;
} Key;

/* NULL: no such algorithm. */
const Algorithm *algorithm_find (const char *name);

/* @bits: 0 for the algorithm's own. */
Key *key_new (const Algorithm *algorithm, guint bits);
void key_free (Key *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Key, key_free)

/* The public key as a JWK. */
JsonObject *key_to_jwk (const Key *self);

/* The public key as PEM. */
char *key_to_pem (const Key *self);

/* The keys of the provider: the one that signs and those before it. */
typedef struct _Keys Keys;

Keys *keys_new (const Algorithm *algorithm);
void keys_free (Keys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

void keys_rotate (Keys *self);
const Key *keys_get_current (const Keys *self);

/* A key of the same algorithm that the provider never publishes. */
const Key *keys_get_stranger (Keys *self);

/* An RSA key of 1024 bits. */
const Key *keys_get_weak (Keys *self);

/* How many keys there are, the newest first. */
guint keys_get_n (const Keys *self);
const Key *keys_get (const Keys *self, guint index);
