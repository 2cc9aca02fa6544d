/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jws.h"

#include <gnutls/crypto.h>
#include <nettle/sha3.h>
#include <string.h>

char *
jws_base64url (gconstpointer data, gsize length)
{
  char *text = g_base64_encode (data, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_strdelimit (text, "=", '\0');
}

GBytes *
jws_base64url_decode (const char *text)
{
  static const char *const padding[] = { "", "===", "==", "=" };
  g_autofree char *padded = g_strconcat (text, padding[strlen (text) % 4], NULL);
  gsize length = 0;
  guchar *data;

  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  data = g_base64_decode (padded, &length);
  return g_bytes_new_take (data, length);
}

JsonObject *
jws_read_part (const char *compact, guint index)
{
  g_auto (GStrv) parts = g_strsplit (compact, ".", -1);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (index >= g_strv_length (parts))
    return NULL;
  bytes = jws_base64url_decode (parts[index]);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  node = json_from_string (text, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

char *
jws_half_hash (const Algorithm *algorithm, const char *text)
{
  guint8 digest[114];

  if (algorithm->hash == GNUTLS_DIG_SHAKE_256)
    {
      struct sha3_256_ctx context;

      sha3_256_init (&context);
      sha3_256_update (&context, strlen (text), (const guint8 *) text);
      sha3_256_shake (&context, sizeof digest, digest);
      return jws_base64url (digest, sizeof digest / 2);
    }
  gnutls_hash_fast (algorithm->hash, text, strlen (text), digest);
  return jws_base64url (digest, gnutls_hash_get_len (algorithm->hash) / 2);
}

JsonObject *
jws_header (const Key *key, const char *typ)
{
  JsonObject *header = json_object_new ();
  json_object_set_string_member (header, "typ", typ);
  json_object_set_string_member (header, "alg", key->algorithm->name);
  json_object_set_string_member (header, "kid", key->kid);
  return header;
}

static char *
encode_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);
  return jws_base64url (text, strlen (text));
}

char *
jws_signing_input (JsonObject *header, JsonObject *payload)
{
  g_autofree char *first = encode_object (header);
  g_autofree char *second = encode_object (payload);
  return g_strjoin (".", first, second, NULL);
}

char *
jws_signing_input_text (JsonObject *header, const char *payload)
{
  g_autofree char *first = encode_object (header);
  g_autofree char *second = jws_base64url (payload, strlen (payload));
  return g_strjoin (".", first, second, NULL);
}

/* RFC 7518 §3.4: r and s, each of the exact length, instead of DER. */
static void
append_padded (GByteArray *bytes, gnutls_datum_t *number, guint length)
{
  const guint8 *data = number->data;
  guint size = number->size;
  const guint8 zero = 0;

  for (; size > length && *data == 0; data++)
    size--;
  for (guint i = size; i < length; i++)
    g_byte_array_append (bytes, &zero, 1);
  g_byte_array_append (bytes, data, size);
  gnutls_free (number->data);
}

static char *
encode_signature (const Key *key, const gnutls_datum_t *signature)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (key->algorithm->kind == GNUTLS_PK_ECDSA)
    {
      gnutls_datum_t r = { 0 }, s = { 0 };
      gnutls_decode_rs_value (signature, &r, &s);
      append_padded (bytes, &r, key->algorithm->field);
      append_padded (bytes, &s, key->algorithm->field);
    }
  else
    {
      g_byte_array_append (bytes, signature->data, signature->size);
    }
  return jws_base64url (bytes->data, bytes->len);
}

char *
jws_sign (const Key *key, const char *signing_input)
{
  gnutls_datum_t input = { (guint8 *) signing_input, strlen (signing_input) };
  gnutls_datum_t signature = { 0 };
  g_autofree char *encoded = NULL;
  int result
    = gnutls_privkey_sign_data2 (key->private_key, key->algorithm->sign, 0, &input, &signature);

  if (result < 0)
    g_error ("GnuTLS cannot sign with %s: %s", key->algorithm->name, gnutls_strerror (result));
  encoded = encode_signature (key, &signature);
  gnutls_free (signature.data);
  return g_strjoin (".", signing_input, encoded, NULL);
}

char *
jws_sign_hs256 (const char *secret, const char *signing_input)
{
  guint8 mac[32];
  g_autofree char *encoded = NULL;

  gnutls_hmac_fast (GNUTLS_MAC_SHA256, secret, strlen (secret), signing_input,
                    strlen (signing_input), mac);
  encoded = jws_base64url (mac, sizeof mac);
  return g_strjoin (".", signing_input, encoded, NULL);
}
