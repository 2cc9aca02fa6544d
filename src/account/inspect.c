/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect.h"

#include "oidc-base64url.h"
#include "oidc-json.h"
#include "oidc-jws.h"

/* The payload as what it is: claims where it is a JSON object, else text, else base64url. */
static void
add_payload (JsonObject *answer, GBytes *payload)
{
  gsize length;
  const char *text = g_bytes_get_data (payload, &length);
  JsonObject *claims = oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, NULL);

  if (claims != NULL)
    json_object_set_object_member (answer, "claims", claims);
  else if (g_utf8_validate_len (text, length, NULL))
    {
      g_autofree char *copy = g_strndup (text, length);
      json_object_set_string_member (answer, "payload", copy);
    }
  else
    {
      g_autofree char *encoded = oidc_base64url_encode (text, length);
      json_object_set_string_member (answer, "payload_base64url", encoded);
    }
}

JsonObject *
tessera_inspect (const char *compact, const char *jwks, gsize jwks_length, GError **error)
{
  g_autoptr (OidcJws) jws = oidc_jws_parse (compact, error);
  g_autoptr (OidcJwks) keys = NULL;
  g_autoptr (JsonObject) answer = json_object_new ();

  if (jws == NULL)
    return NULL;
  if (jwks != NULL)
    {
      keys = oidc_jwks_parse (jwks, jwks_length, error);
      if (keys == NULL || !oidc_jws_verify (jws, keys, error))
        return NULL;
    }
  json_object_set_object_member (answer, "header", json_object_ref (jws->header));
  add_payload (answer, jws->payload);
  if (keys != NULL)
    json_object_set_boolean_member (answer, "verified", TRUE);
  return g_steal_pointer (&answer);
}
