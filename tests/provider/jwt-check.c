/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jwt-check.h"

#include "jws.h"

#include <gnutls/crypto.h>
#include <string.h>

static gnutls_datum_t
view (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  return (gnutls_datum_t){ (guint8 *) data, length };
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : 0;
}

static gnutls_ecc_curve_t
find_curve (const char *name)
{
  return g_str_equal (name, "P-256")   ? GNUTLS_ECC_CURVE_SECP256R1
         : g_str_equal (name, "P-384") ? GNUTLS_ECC_CURVE_SECP384R1
         : g_str_equal (name, "P-521") ? GNUTLS_ECC_CURVE_SECP521R1
         : g_str_equal (name, "Ed448") ? GNUTLS_ECC_CURVE_ED448
                                       : GNUTLS_ECC_CURVE_ED25519;
}

static gboolean
import_key (gnutls_pubkey_t key, JsonObject *jwk)
{
  gboolean rsa = g_strcmp0 (get_string (jwk, "kty"), "RSA") == 0;
  const char *second = rsa ? get_string (jwk, "e") : get_string (jwk, "y");
  g_autoptr (GBytes) a = jws_base64url_decode (get_string (jwk, rsa ? "n" : "x"));
  g_autoptr (GBytes) b = second != NULL ? jws_base64url_decode (second) : NULL;
  gnutls_datum_t first = view (a), other = { 0 };

  if (b != NULL)
    other = view (b);
  if (rsa)
    return first.size >= 256 && gnutls_pubkey_import_rsa_raw (key, &first, &other) == 0;
  return gnutls_pubkey_import_ecc_raw (key, find_curve (get_string (jwk, "crv")), &first,
                                       b != NULL ? &other : NULL)
         == 0;
}

static gboolean
verify (gnutls_pubkey_t key, const Algorithm *algorithm, const char *input, GBytes *signature)
{
  gnutls_datum_t data = { (guint8 *) input, strlen (input) };
  gnutls_datum_t raw = view (signature), der = { 0 };
  gboolean good;

  if (algorithm->kind != GNUTLS_PK_ECDSA)
    return gnutls_pubkey_verify_data2 (key, algorithm->sign, 0, &data, &raw) >= 0;
  if (raw.size != 2 * algorithm->field)
    return FALSE;
  gnutls_encode_rs_value (&der, &(gnutls_datum_t){ raw.data, algorithm->field },
                          &(gnutls_datum_t){ raw.data + algorithm->field, algorithm->field });
  good = gnutls_pubkey_verify_data2 (key, algorithm->sign, 0, &data, &der) >= 0;
  gnutls_free (der.data);
  return good;
}

static JsonObject *
find_key (JsonObject *jwks, const char *kid, const char *alg)
{
  JsonArray *keys = json_object_get_array_member (jwks, "keys");

  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *jwk = json_array_get_object_element (keys, i);
      if (g_strcmp0 (get_string (jwk, "kid"), kid) == 0
          && g_strcmp0 (get_string (jwk, "alg"), alg) == 0
          && g_strcmp0 (get_string (jwk, "use"), "sig") == 0)
        return jwk;
    }
  return NULL;
}

gboolean
jwt_check_signature (const char *compact, JsonObject *jwks)
{
  g_auto (GStrv) parts = g_strsplit (compact, ".", -1);
  g_autoptr (JsonObject) header = jws_read_part (compact, 0);
  const char *alg = header != NULL ? get_string (header, "alg") : NULL;
  const Algorithm *algorithm = alg != NULL ? algorithm_find (alg) : NULL;
  g_autofree char *input = NULL;
  g_autoptr (GBytes) signature = NULL;
  gnutls_pubkey_t key;
  JsonObject *jwk;
  gboolean good;

  if (g_strv_length (parts) != 3 || algorithm == NULL)
    return FALSE;
  jwk = find_key (jwks, get_string (header, "kid"), alg);
  if (jwk == NULL)
    return FALSE;
  input = g_strjoin (".", parts[0], parts[1], NULL);
  signature = jws_base64url_decode (parts[2]);
  gnutls_pubkey_init (&key);
  good = import_key (key, jwk) && verify (key, algorithm, input, signature);
  gnutls_pubkey_deinit (key);
  return good;
}

static const char *
check_claims (JsonObject *claims, const char *issuer, const char *nonce, const char *at_hash)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *sub = get_string (claims, "sub");

  if (g_strcmp0 (get_string (claims, "iss"), issuer) != 0)
    return "iss";
  if (g_strcmp0 (get_string (claims, "aud"), "tessera-demo") != 0)
    return "aud";
  if (json_object_has_member (claims, "azp"))
    return "azp";
  if (get_int (claims, "exp") <= now)
    return "exp";
  if (get_int (claims, "iat") <= 0 || get_int (claims, "iat") > now + 60)
    return "iat";
  if (get_int (claims, "nbf") > now + 60)
    return "nbf";
  if (g_strcmp0 (get_string (claims, "nonce"), nonce) != 0)
    return "nonce";
  if (g_strcmp0 (get_string (claims, "at_hash"), at_hash) != 0)
    return "at_hash";
  if (sub == NULL || *sub == '\0' || strlen (sub) > 255)
    return "sub";
  return NULL;
}

const char *
jwt_check_id_token (const char *compact,
                    JsonObject *jwks,
                    const char *issuer,
                    const char *nonce,
                    const char *access_token)
{
  g_autoptr (JsonObject) header = jws_read_part (compact, 0);
  g_autoptr (JsonObject) claims = jws_read_part (compact, 1);
  g_autofree char *at_hash = NULL;

  if (header == NULL || claims == NULL)
    return "no JWT";
  if (json_object_has_member (header, "jwk") || json_object_has_member (header, "crit"))
    return "header";
  if (!jwt_check_signature (compact, jwks))
    return "signature";
  at_hash = jws_half_hash (algorithm_find (get_string (header, "alg")), access_token);
  return check_claims (claims, issuer, nonce, at_hash);
}
