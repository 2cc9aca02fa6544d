/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-jws.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "text-escape.h"

#define MAX_SIZE (1024 * 1024) /* bytes */
#define MAX_ALG  32            /* characters of an algorithm in a message */

#define SHA256_BYTES 32

typedef struct
{
  const char *alg;
  const char *kty;
  const char *crv; /* NULL: any */
  gnutls_sign_algorithm_t sign;
  gsize signature_length; /* of r‖s, in bytes; 0: not fixed */
} Algorithm;

/* The allow-list for keys of a set (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). HS* is not in it:
 * a public key must never serve as a shared secret. */
static const Algorithm algorithms[] = {
  { "RS256", "RSA", NULL, GNUTLS_SIGN_RSA_SHA256, 0 },
  { "RS384", "RSA", NULL, GNUTLS_SIGN_RSA_SHA384, 0 },
  { "RS512", "RSA", NULL, GNUTLS_SIGN_RSA_SHA512, 0 },
  { "PS256", "RSA", NULL, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0 },
  { "PS384", "RSA", NULL, GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, 0 },
  { "PS512", "RSA", NULL, GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, 0 },
  { "ES256", "EC", "P-256", GNUTLS_SIGN_ECDSA_SHA256, 64 },
  { "ES384", "EC", "P-384", GNUTLS_SIGN_ECDSA_SHA384, 96 },
  { "ES512", "EC", "P-521", GNUTLS_SIGN_ECDSA_SHA512, 132 },
  { "EdDSA", "OKP", "Ed25519", GNUTLS_SIGN_EDDSA_ED25519, 64 },
  { "EdDSA", "OKP", "Ed448", GNUTLS_SIGN_EDDSA_ED448, 114 },
  { "Ed25519", "OKP", "Ed25519", GNUTLS_SIGN_EDDSA_ED25519, 64 },
  { "Ed448", "OKP", "Ed448", GNUTLS_SIGN_EDDSA_ED448, 114 },
};

void
oidc_jws_free (OidcJws *self)
{
  g_clear_pointer (&self->header, json_object_unref);
  g_free (self->alg);
  g_free (self->kid);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self->signing_input);
  g_clear_pointer (&self->signature, g_bytes_unref);
  g_free (self);
}

static gboolean
read_header (OidcJws *self, const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = oidc_base64url_decode (text, length);
  const char *alg, *kid, *json;
  gsize size;

  if (bytes == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The token’s header is not valid base64url."));
      return FALSE;
    }
  json = g_bytes_get_data (bytes, &size);
  self->header = oidc_json_parse_object (json, size, MAX_SIZE, error);
  if (self->header == NULL || !oidc_json_require_string (self->header, "alg", &alg, error)
      || !oidc_json_optional_string (self->header, "kid", &kid, error))
    return FALSE;
  self->alg = g_strdup (alg);
  self->kid = g_strdup (kid);
  return TRUE;
}

OidcJws *
oidc_jws_parse (const char *compact, GError **error)
{
  g_autoptr (OidcJws) self = g_new0 (OidcJws, 1);
  const char *first = strchr (compact, '.');
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;

  if (strlen (compact) > MAX_SIZE)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE, _ ("The token is too long."));
      return NULL;
    }
  if (second == NULL || strchr (second + 1, '.') != NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("This is not a signed token with three parts."));
      return NULL;
    }
  if (!read_header (self, compact, first - compact, error))
    return NULL;
  self->payload = oidc_base64url_decode (first + 1, second - first - 1);
  self->signature = oidc_base64url_decode (second + 1, -1);
  if (self->payload == NULL || self->signature == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The token’s payload or signature is not valid base64url."));
      return NULL;
    }
  self->signing_input = g_strndup (compact, second - compact);
  return g_steal_pointer (&self);
}

/* Whether @alg is on the list, for some key. */
static gboolean
is_accepted (const char *alg)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strcmp (alg, algorithms[i].alg) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @name means @algorithm, too: EdDSA and Ed25519 are two names for one algorithm. */
static gboolean
is_another_name (const char *name, const Algorithm *algorithm)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strcmp (name, algorithms[i].alg) == 0 && algorithms[i].sign == algorithm->sign)
      return TRUE;
  return FALSE;
}

static gboolean
fits (const OidcJwk *key, const Algorithm *algorithm)
{
  return g_strcmp0 (key->kty, algorithm->kty) == 0
         && (algorithm->crv == NULL || g_strcmp0 (key->crv, algorithm->crv) == 0)
         && (key->alg == NULL || is_another_name (key->alg, algorithm))
         && (key->use == NULL || strcmp (key->use, "sig") == 0)
         && (key->key_ops == NULL
             || g_strv_contains ((const char *const *) key->key_ops, "verify"));
}

/* (nullable): NULL if @key may not verify a token whose header says @alg. */
static const Algorithm *
choose_algorithm (const char *alg, const OidcJwk *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strcmp (alg, algorithms[i].alg) == 0 && fits (key, &algorithms[i]))
      return &algorithms[i];
  return NULL;
}

/* JWS has r‖s (RFC 7518 §3.4), GnuTLS wants it as DER. */
static int
encode_rs (const guchar *data, gsize length, gnutls_datum_t *der)
{
  gnutls_datum_t r = { (guchar *) data, (guint) (length / 2) };
  gnutls_datum_t s = { (guchar *) data + length / 2, (guint) (length / 2) };

  return gnutls_encode_rs_value (der, &r, &s);
}

/* An RSA signature is as long as the modulus (RFC 8017 §8.1.2, §8.2.2), the others have a fixed
 * length. Checked here, since some versions of GnuTLS accept zeros in front. */
static gboolean
has_right_length (gsize length, const Algorithm *algorithm, const OidcJwk *key)
{
  guint bits = 0;

  if (algorithm->signature_length != 0)
    return length == algorithm->signature_length;
  return gnutls_pubkey_get_pk_algorithm (key->key, &bits) >= 0 && length == (bits + 7) / 8;
}

static gboolean
verify_with (const OidcJws *self, const Algorithm *algorithm, const OidcJwk *key)
{
  gnutls_datum_t input = { (guchar *) self->signing_input, (guint) strlen (self->signing_input) };
  gnutls_datum_t der = { NULL, 0 };
  gnutls_datum_t signature;
  gsize length;
  const guchar *data = g_bytes_get_data (self->signature, &length);
  int status;

  if (!has_right_length (length, algorithm, key))
    return FALSE;
  if (strcmp (algorithm->kty, "EC") == 0 && encode_rs (data, length, &der) != GNUTLS_E_SUCCESS)
    return FALSE;
  signature = der.data != NULL ? der : (gnutls_datum_t){ (guchar *) data, (guint) length };
  status = gnutls_pubkey_verify_data2 (key->key, algorithm->sign, 0, &input, &signature);
  gnutls_free (der.data);
  return status >= 0;
}

static gboolean
refuse (GError **error, int code, const char *message)
{
  g_set_error_literal (error, OIDC_ERROR, code, message);
  return FALSE;
}

/* Sets the error for a token that no key could be tried on. @named: a key has its kid.
 * @unusable: (nullable) such a key that cannot verify. */
static gboolean
refuse_untried (const OidcJws *self, gboolean named, const OidcJwk *unusable, GError **error)
{
  if (!named)
    return refuse (error, OIDC_ERROR_UNKNOWN_KEY, _ ("The token is signed with an unknown key."));
  if (unusable != NULL)
    return refuse (error, OIDC_ERROR_SIGNATURE, unusable->unusable);
  /* One of the allow-list, and so safe to show. */
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
               _ ("No key in the key set fits the token’s algorithm “%s”."), self->alg);
  return FALSE;
}

/* Tries each key that the token may be signed with. */
static gboolean
try_keys (OidcJws *self, const OidcJwks *jwks, GError **error)
{
  const OidcJwk *unusable = NULL;
  gboolean named = FALSE;
  gboolean tried = FALSE;

  for (guint i = 0; i < oidc_jwks_get_n_keys (jwks); i++)
    {
      const OidcJwk *key = oidc_jwks_get_key (jwks, i);
      const Algorithm *algorithm = key->key != NULL ? choose_algorithm (self->alg, key) : NULL;

      if (self->kid != NULL && g_strcmp0 (key->kid, self->kid) != 0)
        continue;
      named = TRUE;
      unusable = key->key == NULL ? key : unusable;
      tried = tried || algorithm != NULL;
      if (algorithm != NULL && verify_with (self, algorithm, key))
        {
          self->crv = algorithm->crv;
          return TRUE;
        }
    }
  if (tried)
    return refuse (error, OIDC_ERROR_SIGNATURE, _ ("The token’s signature is not valid."));
  return refuse_untried (self, named, unusable, error);
}

static gboolean
verify_hs256 (const OidcJws *self, const char *secret, GError **error)
{
  guchar mac[SHA256_BYTES];
  gsize length;
  const guchar *data = g_bytes_get_data (self->signature, &length);

  if (length == sizeof mac
      && gnutls_hmac_fast (GNUTLS_MAC_SHA256, secret, strlen (secret), self->signing_input,
                           strlen (self->signing_input), mac)
           == GNUTLS_E_SUCCESS
      && gnutls_memcmp (mac, data, sizeof mac) == 0)
    return TRUE;
  return refuse (error, OIDC_ERROR_SIGNATURE, _ ("The token’s signature is not valid."));
}

gboolean
oidc_jws_verify (OidcJws *self, const OidcJwks *jwks, const char *secret, GError **error)
{
  g_autofree char *alg = NULL;

  if (secret != NULL ? strcmp (self->alg, "HS256") != 0 : !is_accepted (self->alg))
    {
      alg = tessera_text_escape_start (self->alg, MAX_ALG);
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                   _ ("The token’s signature algorithm “%s” is not accepted."), alg);
      return FALSE;
    }
  /* No extension is supported (not b64 of RFC 7797 either), so none may be critical. */
  if (json_object_has_member (self->header, "crit"))
    return refuse (error, OIDC_ERROR_SIGNATURE,
                   _ ("The token requires an extension that is not supported."));
  return secret != NULL ? verify_hs256 (self, secret, error) : try_keys (self, jwks, error);
}
