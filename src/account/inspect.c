/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inspect.h"

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-jws.h"
#include "pasted-token.h"

static void
append_string_member (GString *json, const char *name, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *text = json_to_string (node, FALSE);

  g_string_append_printf (json, ",\"%s\":%s", name, text);
}

/* The payload as what it is: claims where it is a JSON object, else text, else base64url. */
static void
append_payload (GString *json, GBytes *payload)
{
  gsize length;
  const char *text = g_bytes_get_data (payload, &length);
  g_autoptr (JsonObject) claims = oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, NULL);

  if (claims != NULL)
    {
      g_autofree char *line = oidc_json_reindent (text, length, OIDC_JSON_MAX_SIZE, 0, NULL);
      g_string_append_printf (json, ",\"claims\":%s", line);
    }
  else if (g_utf8_validate_len (text, length, NULL))
    {
      g_autofree char *copy = g_strndup (text, length);
      append_string_member (json, "payload", copy);
    }
  else
    {
      g_autofree char *encoded = oidc_base64url_encode (text, length);
      append_string_member (json, "payload_base64url", encoded);
    }
}

/* @compact: one that oidc_jws_parse() has taken. */
static char *
write_json (const char *compact, const OidcJws *jws, gboolean verified)
{
  g_autoptr (GBytes) header = oidc_base64url_decode (compact, strcspn (compact, "."));
  g_autofree char *line = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (header, &length);

  line = oidc_json_reindent (text, length, OIDC_JSON_MAX_SIZE, 0, NULL);
  g_string_append_printf (json, "{\"header\":%s", line);
  append_payload (json, jws->payload);
  g_string_append (json, verified ? ",\"verified\":true}" : "}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static gboolean
check_kind (const char *token, GError **error)
{
  guint n_parts;

  if (*token == '\0')
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("There is no token to inspect."));
  else if (!tessera_pasted_token_has_header (token, &n_parts))
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("This is an opaque token, not a JWT. Only the provider can read it."));
  else if (n_parts == 5)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("This token is encrypted. Only its intended recipient can read it."));
  else
    return TRUE;
  return FALSE;
}

JsonObject *
tessera_inspect (const char *pasted,
                 const char *jwks,
                 gsize jwks_length,
                 char **json,
                 GError **error)
{
  g_autofree char *compact = tessera_pasted_token_find (pasted);
  g_autoptr (OidcJws) jws = NULL;
  g_autoptr (OidcJwks) keys = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;

  if (!check_kind (compact, error))
    return NULL;
  jws = oidc_jws_parse (compact, error);
  if (jws == NULL)
    return NULL;
  if (jwks != NULL)
    {
      keys = oidc_jwks_parse (jwks, jwks_length, error);
      if (keys == NULL || !oidc_jws_verify (jws, keys, NULL, error))
        return NULL;
    }
  text = write_json (compact, jws, keys != NULL);
  object = oidc_json_parse_object (text, strlen (text), strlen (text), error);
  if (object != NULL)
    *json = g_steal_pointer (&text);
  return object;
}

char *
tessera_inspect_indent (const char *json)
{
  return oidc_json_reindent (json, strlen (json), strlen (json), 2, NULL);
}
