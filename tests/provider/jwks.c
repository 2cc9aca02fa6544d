/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "endpoints.h"

#define HUGE_SIZE (8 * 1024 * 1024 + 4096) /* bytes, a little over what a client should take */

static void
distort (Provider *provider, const Key *key, JsonObject *jwk)
{
  if (faults_has (provider->faults, "jwks-encryption-key"))
    json_object_set_string_member (jwk, "use", "enc");
  if (faults_has (provider->faults, "jwks-other-alg"))
    json_object_set_string_member (jwk, "alg",
                                   g_str_equal (key->algorithm->name, "RS512") ? "RS256" : "RS512");
  if (faults_has (provider->faults, "jwks-huge"))
    {
      g_autofree char *filling = g_strnfill (HUGE_SIZE, 'x');
      json_object_set_string_member (jwk, "huge", filling);
    }
}

static void
add_key (Provider *provider, const Key *key, JsonArray *keys)
{
  JsonObject *jwk = key_to_jwk (key);
  distort (provider, key, jwk);
  json_array_add_object_element (keys, jwk);
}

/* Keys that a client must not trip over: of an unknown kind, and an RSA key without a modulus. */
static void
add_unusable (JsonArray *keys)
{
  static const char *const texts[] = {
    "{\"kty\":\"XYZ\",\"kid\":\"unknown-kind\"}",
    "{\"kty\":\"RSA\",\"kid\":\"no-modulus\",\"e\":\"AQAB\"}",
    "{\"kty\":\"EC\",\"kid\":\"not-on-the-curve\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
    "{\"kid\":\"no-kind\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    json_array_add_element (keys, json_from_string (texts[i], NULL));
}

static JsonArray *
list_keys (Provider *provider)
{
  JsonArray *keys = json_array_new ();

  if (faults_has (provider->faults, "jwks-empty"))
    return keys;
  if (faults_has (provider->faults, "jwks-unusable-keys"))
    add_unusable (keys);
  if (faults_has (provider->faults, "jwks-weak-key"))
    add_key (provider, keys_get_weak (provider->keys), keys);
  if (faults_has (provider->faults, "jwks-rotate-late") && provider->jwks_answers == 0)
    add_key (provider, keys_get_stranger (provider->keys), keys);
  else
    for (guint i = 0; i < keys_get_n (provider->keys); i++)
      add_key (provider, keys_get (provider->keys, i), keys);
  return keys;
}

void
jwks_answer (Provider *provider, SoupServerMessage *message, const Form *form)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (faults_has (provider->faults, "jwks-once") && provider->jwks_answers > 0)
    {
      answer_text (message, 500, "text/plain", "That was all.\n");
      return;
    }
  json_object_set_array_member (object, "keys", list_keys (provider));
  provider->jwks_answers++;
  answer_json (message, 200, object);
}
