/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include "jws.h"
#include <gnutls/crypto.h>

#define RSA(name, sign, hash)                                                                      \
  {                                                                                                \
    name, GNUTLS_PK_RSA, 2048, sign, hash, 0                                                       \
  }
#define EC(name, curve, sign, hash, field)                                                         \
  {                                                                                                \
    name, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (curve), sign, hash, field                         \
  }

static const Algorithm algorithms[] = {
  RSA ("RS256", GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA256),
  RSA ("RS384", GNUTLS_SIGN_RSA_SHA384, GNUTLS_DIG_SHA384),
  RSA ("RS512", GNUTLS_SIGN_RSA_SHA512, GNUTLS_DIG_SHA512),
  RSA ("PS256", GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, GNUTLS_DIG_SHA256),
  RSA ("PS384", GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, GNUTLS_DIG_SHA384),
  RSA ("PS512", GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, GNUTLS_DIG_SHA512),
  EC ("ES256", GNUTLS_ECC_CURVE_SECP256R1, GNUTLS_SIGN_ECDSA_SHA256, GNUTLS_DIG_SHA256, 32),
  EC ("ES384", GNUTLS_ECC_CURVE_SECP384R1, GNUTLS_SIGN_ECDSA_SHA384, GNUTLS_DIG_SHA384, 48),
  EC ("ES512", GNUTLS_ECC_CURVE_SECP521R1, GNUTLS_SIGN_ECDSA_SHA512, GNUTLS_DIG_SHA512, 66),
  { "EdDSA", GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519),
    GNUTLS_SIGN_EDDSA_ED25519, GNUTLS_DIG_SHA512, 32 },
  { "Ed25519", GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519),
    GNUTLS_SIGN_EDDSA_ED25519, GNUTLS_DIG_SHA512, 32 },
  { "Ed448", GNUTLS_PK_EDDSA_ED448, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED448),
    GNUTLS_SIGN_EDDSA_ED448, GNUTLS_DIG_SHAKE_256, 57 },
};

struct _Keys
{
  const Algorithm *algorithm;
  GPtrArray *keys; /* newest first */
  Key *stranger;
  Key *weak;
};

const Algorithm *
algorithm_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_str_equal (algorithms[i].name, name))
      return &algorithms[i];
  return NULL;
}

Key *
key_new (const Algorithm *algorithm, guint bits)
{
  g_autoptr (Key) self = g_new0 (Key, 1);
  guint8 random[9];

  gnutls_rnd (GNUTLS_RND_NONCE, random, sizeof random);
  self->kid = jws_base64url (random, sizeof random);
  self->algorithm = algorithm;
  gnutls_privkey_init (&self->private_key);
  gnutls_pubkey_init (&self->public_key);
  if (gnutls_privkey_generate (self->private_key, algorithm->kind,
                               bits != 0 ? bits : algorithm->bits, 0)
        < 0
      || gnutls_pubkey_import_privkey (self->public_key, self->private_key, 0, 0) < 0)
    g_error ("GnuTLS cannot generate a key for %s", algorithm->name);
  return g_steal_pointer (&self);
}

void
key_free (Key *self)
{
  g_free (self->kid);
  gnutls_privkey_deinit (self->private_key);
  gnutls_pubkey_deinit (self->public_key);
  g_free (self);
}

/* base64url of the number, with zeros in front up to @length bytes (RFC 7518 §6.2.1.2). */
static void
take_number (JsonObject *jwk, const char *name, gnutls_datum_t *number, guint length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *text = NULL;
  const guint8 zero = 0;

  for (guint i = number->size; i < length; i++)
    g_byte_array_append (bytes, &zero, 1);
  g_byte_array_append (bytes, number->data, number->size);
  text = jws_base64url (bytes->data, bytes->len);
  json_object_set_string_member (jwk, name, text);
  gnutls_free (number->data);
}

static void
add_rsa (const Key *self, JsonObject *jwk)
{
  gnutls_datum_t n = { 0 }, e = { 0 };

  gnutls_pubkey_export_rsa_raw2 (self->public_key, &n, &e, GNUTLS_EXPORT_FLAG_NO_LZ);
  json_object_set_string_member (jwk, "kty", "RSA");
  take_number (jwk, "n", &n, 0);
  take_number (jwk, "e", &e, 0);
}

static void
add_curve (const Key *self, JsonObject *jwk)
{
  gboolean edwards = self->algorithm->kind != GNUTLS_PK_ECDSA;
  gnutls_datum_t x = { 0 }, y = { 0 };
  gnutls_ecc_curve_t curve;

  gnutls_pubkey_export_ecc_raw2 (self->public_key, &curve, &x, &y, GNUTLS_EXPORT_FLAG_NO_LZ);
  json_object_set_string_member (jwk, "kty", edwards ? "OKP" : "EC");
  json_object_set_string_member (jwk, "crv",
                                 self->algorithm->field == 57   ? "Ed448"
                                 : edwards                      ? "Ed25519"
                                 : self->algorithm->field == 32 ? "P-256"
                                 : self->algorithm->field == 48 ? "P-384"
                                                                : "P-521");
  take_number (jwk, "x", &x, self->algorithm->field);
  if (!edwards)
    take_number (jwk, "y", &y, self->algorithm->field);
}

JsonObject *
key_to_jwk (const Key *self)
{
  JsonObject *jwk = json_object_new ();

  if (self->algorithm->field == 0)
    add_rsa (self, jwk);
  else
    add_curve (self, jwk);
  json_object_set_string_member (jwk, "kid", self->kid);
  json_object_set_string_member (jwk, "use", "sig");
  json_object_set_string_member (jwk, "alg", self->algorithm->name);
  return jwk;
}

char *
key_to_pem (const Key *self)
{
  gnutls_datum_t pem = { 0 };
  char *text;

  gnutls_pubkey_export2 (self->public_key, GNUTLS_X509_FMT_PEM, &pem);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

Keys *
keys_new (const Algorithm *algorithm)
{
  Keys *self = g_new0 (Keys, 1);
  self->algorithm = algorithm;
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) key_free);
  keys_rotate (self);
  return self;
}

void
keys_free (Keys *self)
{
  g_ptr_array_unref (self->keys);
  g_clear_pointer (&self->stranger, key_free);
  g_clear_pointer (&self->weak, key_free);
  g_free (self);
}

void
keys_rotate (Keys *self)
{
  g_ptr_array_insert (self->keys, 0, key_new (self->algorithm, 0));
}

const Key *
keys_get_current (const Keys *self)
{
  return g_ptr_array_index (self->keys, 0);
}

const Key *
keys_get_stranger (Keys *self)
{
  if (self->stranger == NULL)
    self->stranger = key_new (self->algorithm, 0);
  return self->stranger;
}

const Key *
keys_get_weak (Keys *self)
{
  if (self->weak == NULL)
    self->weak = key_new (algorithm_find ("RS256"), 1024);
  return self->weak;
}

guint
keys_get_n (const Keys *self)
{
  return self->keys->len;
}

const Key *
keys_get (const Keys *self, guint index)
{
  return g_ptr_array_index (self->keys, index);
}
