/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-jwk.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"

#define MAX_KEYS              10000
#define RSA_MIN_BITS          2048
#define RSA_MAX_BITS          8192
#define RSA_MAX_EXPONENT_BITS 32

struct _OidcJwks
{
  GPtrArray *keys;
};

typedef struct
{
  const char *name;
  gnutls_ecc_curve_t curve;
  gsize length; /* of a coordinate, in bytes */
} Curve;

static const Curve curves[] = {
  { "P-256", GNUTLS_ECC_CURVE_SECP256R1, 32 },
  { "P-384", GNUTLS_ECC_CURVE_SECP384R1, 48 },
  { "P-521", GNUTLS_ECC_CURVE_SECP521R1, 66 },
};

/* RFC 8037 §2 */
static const Curve edwards_curves[] = {
  { "Ed25519", GNUTLS_ECC_CURVE_ED25519, 32 },
  { "Ed448", GNUTLS_ECC_CURVE_ED448, 57 },
};

static void
jwk_free (OidcJwk *self)
{
  g_free (self->kid);
  g_free (self->kty);
  g_free (self->crv);
  g_free (self->alg);
  g_free (self->use);
  g_strfreev (self->key_ops);
  g_clear_pointer (&self->key, gnutls_pubkey_deinit);
  g_free (self->unusable);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcJwk, jwk_free)

/* The bytes of a member, in any kind of base64; NULL with an error if it is missing or none. */
static GBytes *
read_bytes (JsonObject *object, const char *member, GError **error)
{
  const char *text;
  g_autoptr (GBytes) bytes = NULL;

  if (!oidc_json_require_string (object, member, &text, error))
    return NULL;
  bytes = oidc_base64url_decode_any (text);
  if (bytes == NULL)
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                 _ ("The key’s “%s” is not valid base64url."), member);
  return g_steal_pointer (&bytes);
}

static gnutls_datum_t
as_datum (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return (gnutls_datum_t){ (guchar *) data, (guint) length };
}

/* Without leading zeros, which RFC 7518 §2 forbids and some providers send. */
static gnutls_datum_t
as_number (GBytes *bytes)
{
  gnutls_datum_t number = as_datum (bytes);

  while (number.size > 0 && number.data[0] == 0)
    {
      number.data++;
      number.size--;
    }
  return number;
}

static gsize
count_bits (gnutls_datum_t number)
{
  return number.size == 0 ? 0 : (number.size - 1) * 8 + g_bit_storage (number.data[0]);
}

static gboolean
import_failed (int status, GError **error)
{
  if (status == GNUTLS_E_SUCCESS)
    return FALSE;
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE, _ ("The key cannot be used: %s."),
               gnutls_strerror (status));
  return TRUE;
}

static gboolean
import_rsa (OidcJwk *self, JsonObject *object, GError **error)
{
  g_autoptr (GBytes) modulus = read_bytes (object, "n", error);
  g_autoptr (GBytes) exponent = modulus != NULL ? read_bytes (object, "e", error) : NULL;
  gnutls_datum_t n, e;

  if (exponent == NULL)
    return FALSE;
  n = as_number (modulus);
  e = as_number (exponent);
  if (count_bits (n) < RSA_MIN_BITS || count_bits (n) > RSA_MAX_BITS)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                   _ ("An RSA key of %zu bits is not accepted."), count_bits (n));
      return FALSE;
    }
  /* GnuTLS relies on an odd modulus. */
  if (!(n.data[n.size - 1] & 1))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                           _ ("The RSA key’s modulus is not accepted."));
      return FALSE;
    }
  if (count_bits (e) < 2 || count_bits (e) > RSA_MAX_EXPONENT_BITS || !(e.data[e.size - 1] & 1))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                           _ ("The RSA key’s exponent is not accepted."));
      return FALSE;
    }
  return !import_failed (gnutls_pubkey_import_rsa_raw (self->key, &n, &e), error);
}

static gboolean
import_ec (OidcJwk *self, JsonObject *object, GError **error)
{
  g_autoptr (GBytes) x = read_bytes (object, "x", error);
  g_autoptr (GBytes) y = x != NULL ? read_bytes (object, "y", error) : NULL;
  gnutls_datum_t x_datum, y_datum;

  if (y == NULL)
    return FALSE;
  x_datum = as_datum (x);
  y_datum = as_datum (y);
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    if (g_strcmp0 (self->crv, curves[i].name) == 0 && x_datum.size == curves[i].length
        && y_datum.size == curves[i].length)
      return !import_failed (gnutls_pubkey_import_ecc_raw (self->key, curves[i].curve, &x_datum,
                                                           &y_datum),
                             error);
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                       _ ("The key’s curve or length is not accepted."));
  return FALSE;
}

static gboolean
import_okp (OidcJwk *self, JsonObject *object, GError **error)
{
  g_autoptr (GBytes) x = read_bytes (object, "x", error);
  gnutls_datum_t x_datum;

  if (x == NULL)
    return FALSE;
  x_datum = as_datum (x);
  for (guint i = 0; i < G_N_ELEMENTS (edwards_curves); i++)
    if (g_strcmp0 (self->crv, edwards_curves[i].name) == 0
        && x_datum.size == edwards_curves[i].length)
      return !import_failed (gnutls_pubkey_import_ecc_raw (self->key, edwards_curves[i].curve,
                                                           &x_datum, NULL),
                             error);
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                       _ ("The key’s curve or length is not accepted."));
  return FALSE;
}

/* An empty member counts as missing. */
static char *
dup_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static gboolean
read_attributes (OidcJwk *self, JsonObject *object, GError **error)
{
  const char *kid, *kty, *crv, *alg, *use;

  if (!oidc_json_optional_string (object, "kid", &kid, error))
    return FALSE;
  self->kid = g_strdup (kid);
  if (!oidc_json_require_string (object, "kty", &kty, error)
      || !oidc_json_optional_string (object, "crv", &crv, error)
      || !oidc_json_optional_string (object, "alg", &alg, error)
      || !oidc_json_optional_string (object, "use", &use, error)
      || !oidc_json_optional_strings (object, "key_ops", TRUE, &self->key_ops, error))
    return FALSE;
  self->kty = g_strdup (kty);
  self->crv = g_strdup (crv);
  self->alg = dup_unless_empty (alg);
  self->use = dup_unless_empty (use);
  return TRUE;
}

static gboolean
import_key (OidcJwk *self, JsonObject *object, GError **error)
{
  if (import_failed (gnutls_pubkey_init (&self->key), error))
    return FALSE;
  if (strcmp (self->kty, "RSA") == 0)
    return import_rsa (self, object, error);
  if (strcmp (self->kty, "EC") == 0)
    return import_ec (self, object, error);
  if (strcmp (self->kty, "OKP") == 0)
    return import_okp (self, object, error);
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE,
                       _ ("A key of this type cannot verify a signature."));
  return FALSE;
}

/* Never fails: what is wrong with a key is an error only when a token needs it. */
static OidcJwk *
read_key (JsonNode *node)
{
  g_autoptr (OidcJwk) self = g_new0 (OidcJwk, 1);
  g_autoptr (GError) error = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    self->unusable = g_strdup (_ ("The key is not a JSON object."));
  else if (!read_attributes (self, json_node_get_object (node), &error)
           || !import_key (self, json_node_get_object (node), &error))
    {
      self->unusable = g_strdup (error->message);
      g_clear_pointer (&self->key, gnutls_pubkey_deinit);
    }
  return g_steal_pointer (&self);
}

static JsonArray *
find_keys (JsonObject *object)
{
  JsonNode *member = json_object_get_member (object, "keys");

  return member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
}

OidcJwks *
oidc_jwks_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonObject) object = oidc_json_parse_object (text, length, OIDC_JSON_MAX_JWKS, error);
  g_autoptr (OidcJwks) self = NULL;
  JsonArray *keys;

  if (object == NULL)
    return NULL;
  keys = find_keys (object);
  if (keys == NULL && !json_object_has_member (object, "kty"))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("This is neither a JWK set nor a JWK."));
      return NULL;
    }
  if (keys != NULL && json_array_get_length (keys) > MAX_KEYS)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE,
                   _ ("The key set has more than %d keys."), MAX_KEYS);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (OidcJwks);
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) jwk_free);
  if (keys == NULL)
    {
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
      g_ptr_array_add (self->keys, read_key (node));
    }
  for (guint i = 0; keys != NULL && i < json_array_get_length (keys); i++)
    g_ptr_array_add (self->keys, read_key (json_array_get_element (keys, i)));
  return g_steal_pointer (&self);
}

static void
jwks_clear (OidcJwks *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
}

OidcJwks *
oidc_jwks_ref (OidcJwks *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
oidc_jwks_unref (OidcJwks *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) jwks_clear);
}

guint
oidc_jwks_get_n_keys (const OidcJwks *self)
{
  return self->keys->len;
}

const OidcJwk *
oidc_jwks_get_key (const OidcJwks *self, guint index)
{
  g_return_val_if_fail (index < self->keys->len, NULL);
  return g_ptr_array_index (self->keys, index);
}
