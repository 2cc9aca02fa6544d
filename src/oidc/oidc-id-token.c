/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-id-token.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <nettle/sha3.h>
#include <string.h>

#include "oidc-base64url.h"
#include "oidc-claims.h"
#include "oidc-error.h"
#include "oidc-json.h"

#define MAX_SUBJECT      255 /* characters, OpenID Connect Core §2 */
#define ED448_HASH_BYTES 114

void
oidc_id_token_free (OidcIdToken *self)
{
  g_free (self->subject);
  g_free (self->name);
  g_free (self->email);
  g_clear_pointer (&self->claims, json_object_unref);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_CLAIMS, message);
  return FALSE;
}

static gboolean
check_issuer (JsonObject *claims, const char *issuer, GError **error)
{
  const char *iss;

  if (!oidc_json_require_string (claims, "iss", &iss, error))
    return FALSE;
  if (g_strcmp0 (iss, issuer) == 0)
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
                       _ ("The ID token is from another issuer."));
  return FALSE;
}

/* OpenID Connect Core §3.1.3.7, 3 to 5. */
static gboolean
check_audience (JsonObject *claims, const char *client_id, GError **error)
{
  g_auto (GStrv) audiences = NULL;
  const char *azp;

  if (!oidc_json_optional_strings (claims, "aud", TRUE, &audiences, error)
      || !oidc_json_optional_string (claims, "azp", &azp, error))
    return FALSE;
  if (audiences == NULL || !g_strv_contains ((const char *const *) audiences, client_id))
    return refuse (error, _ ("The ID token is not for this client."));
  if (azp == NULL && g_strv_length (audiences) > 1)
    return refuse (error, _ ("The ID token has several audiences but no authorized party (azp)."));
  if (azp != NULL && strcmp (azp, client_id) != 0)
    return refuse (error, _ ("The ID token was issued to another client."));
  return TRUE;
}

/* §3.1.3.7, 9 and 10; nbf by RFC 7519 §4.1.5. The sums are those that cannot overflow. */
gboolean
oidc_id_token_check_times (JsonObject *claims, gint64 now, GError **error)
{
  gboolean has_exp, has_iat, has_nbf;
  gint64 exp, iat, nbf;

  if (!oidc_json_optional_integer (claims, "exp", &has_exp, &exp, error)
      || !oidc_json_optional_integer (claims, "iat", &has_iat, &iat, error)
      || !oidc_json_optional_integer (claims, "nbf", &has_nbf, &nbf, error))
    return FALSE;
  if (!has_exp || !has_iat)
    return refuse (error, _ ("The ID token does not say when it was issued or when it expires."));
  if (exp <= now - OIDC_ID_TOKEN_SKEW)
    return refuse (error, _ ("The ID token has expired. Check this computer’s clock."));
  if (iat > now + OIDC_ID_TOKEN_SKEW || (has_nbf && nbf > now + OIDC_ID_TOKEN_SKEW))
    return refuse (error,
                   _ ("The ID token was issued in the future. Check this computer’s clock."));
  return TRUE;
}

/* §3.1.3.7, 13. @max_age: seconds, not negative. */
static gboolean
check_auth_time (JsonObject *claims, gint64 max_age, gint64 now, GError **error)
{
  gboolean present;
  gint64 auth_time;

  if (!oidc_json_optional_integer (claims, "auth_time", &present, &auth_time, error))
    return FALSE;
  if (!present)
    return refuse (error, _ ("The ID token does not say when you signed in at the provider, "
                             "although “max_age” requires it."));
  if (auth_time < now - max_age - OIDC_ID_TOKEN_SKEW)
    return refuse (error, _ ("You signed in at the provider longer ago than “max_age” allows."));
  return TRUE;
}

static gboolean
equal_in_constant_time (const char *a, const char *b)
{
  return strlen (a) == strlen (b) && gnutls_memcmp (a, b, strlen (a)) == 0;
}

static gboolean
check_nonce (JsonObject *claims, const char *expected, GError **error)
{
  const char *nonce;

  if (!oidc_json_optional_string (claims, "nonce", &nonce, error))
    return FALSE;
  if (expected != NULL && (nonce == NULL || !equal_in_constant_time (nonce, expected)))
    return refuse (error, _ ("The ID token does not belong to this sign-in (wrong nonce)."));
  return TRUE;
}

/* The left half of what Ed448 hashes with: 114 bytes of SHAKE256 (RFC 8032 §5.2). */
static char *
hash_for_ed448 (const char *access_token)
{
  struct sha3_256_ctx context;
  guchar hash[ED448_HASH_BYTES];

  sha3_256_init (&context);
  sha3_256_update (&context, strlen (access_token), (const guchar *) access_token);
  sha3_256_shake (&context, sizeof hash, hash);
  return oidc_base64url_encode (hash, sizeof hash / 2);
}

/* The left half of the hash that the signature of @jws is made with (SHA-512 for Ed25519),
 * base64url. */
static char *
hash_access_token (const OidcJws *jws, const char *access_token)
{
  const char *alg = jws->alg;
  gnutls_digest_algorithm_t digest = g_str_has_suffix (alg, "256")   ? GNUTLS_DIG_SHA256
                                     : g_str_has_suffix (alg, "384") ? GNUTLS_DIG_SHA384
                                                                     : GNUTLS_DIG_SHA512;
  guchar hash[64];

  if (g_strcmp0 (jws->crv, "Ed448") == 0)
    return hash_for_ed448 (access_token);
  if (gnutls_hash_fast (digest, access_token, strlen (access_token), hash) != GNUTLS_E_SUCCESS)
    return NULL;
  return oidc_base64url_encode (hash, gnutls_hash_get_len (digest) / 2);
}

/* §3.1.3.8. */
gboolean
oidc_id_token_check_at_hash (JsonObject *claims,
                             const OidcJws *jws,
                             const char *access_token,
                             GError **error)
{
  const char *at_hash;
  g_autofree char *hash = NULL;

  if (!oidc_json_optional_string (claims, "at_hash", &at_hash, error))
    return FALSE;
  if (at_hash == NULL || access_token == NULL)
    return TRUE;
  hash = hash_access_token (jws, access_token);
  if (hash == NULL || strcmp (hash, at_hash) != 0)
    return refuse (error, _ ("The ID token belongs to another access token (wrong at_hash)."));
  return TRUE;
}

static gboolean
read_subject (OidcIdToken *self, GError **error)
{
  const char *sub;

  if (!oidc_json_require_string (self->claims, "sub", &sub, error))
    return FALSE;
  if (*sub == '\0' || g_utf8_strlen (sub, -1) > MAX_SUBJECT)
    return refuse (error, _ ("The ID token’s subject is empty or too long."));
  self->subject = g_strdup (sub);
  return TRUE;
}

/* Whether @compact has the five parts of a JWE (RFC 7516 §3.1). */
static gboolean
is_encrypted (const char *compact)
{
  g_auto (GStrv) parts = g_strsplit (compact, ".", 6);

  return g_strv_length (parts) == 5;
}

static OidcJws *
parse (const char *compact, GError **error)
{
  if (!is_encrypted (compact))
    return oidc_jws_parse (compact, error);
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_ENCRYPTED,
                       _ ("The ID token is encrypted, so it cannot be checked."));
  return NULL;
}

OidcIdToken *
oidc_id_token_validate (const char *compact,
                        const OidcJwks *jwks,
                        const OidcIdTokenExpected *expected,
                        GError **error)
{
  g_autoptr (OidcIdToken) self = g_new0 (OidcIdToken, 1);
  g_autoptr (OidcJws) jws = parse (compact, error);

  if (jws == NULL || !oidc_jws_verify (jws, jwks, expected->secret, error))
    return NULL;
  self->claims = oidc_claims_read (compact, error);
  if (self->claims == NULL || !check_issuer (self->claims, expected->issuer, error)
      || !check_audience (self->claims, expected->client_id, error)
      || !oidc_id_token_check_times (self->claims, expected->now, error)
      || (expected->max_age >= 0
          && !check_auth_time (self->claims, expected->max_age, expected->now, error))
      || !check_nonce (self->claims, expected->nonce, error)
      || !oidc_id_token_check_at_hash (self->claims, jws, expected->access_token, error)
      || !read_subject (self, error))
    return NULL;
  oidc_claims_read_person (self->claims, jws->payload, &self->name, &self->email);
  return g_steal_pointer (&self);
}
