/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inspect.h"

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-jws.h"

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

/* What stands around a token where people copy it from. */
static const char *const before[]
  = { " ",      "\t",     "\r", "\n",      "\"",       "'",        "`",        "“",
      "„",      "‘",      "«",  "Bearer ", "Bearer\t", "Bearer\r", "Bearer\n", "Authorization:",
      "\u00a0", "\ufeff", NULL };
static const char *const behind[] = { " ", "\t", "\r", "\n", "\"", "'",      "`",      "”",
                                      "“", "’",  "»",  ",",  ";",  "\u00a0", "\ufeff", NULL };

/* The length of what stands so at the beginning of @text; 0 if nothing does. */
static gsize
measure_before (const char *text)
{
  for (gsize i = 0; before[i] != NULL; i++)
    if (g_ascii_strncasecmp (text, before[i], strlen (before[i])) == 0)
      return strlen (before[i]);
  return 0;
}

/* The same for what stands at the end of the first @length bytes of @text. */
static gsize
measure_behind (const char *text, gsize length)
{
  for (gsize i = 0; behind[i] != NULL; i++)
    {
      gsize size = strlen (behind[i]);

      if (size <= length && strncmp (text + length - size, behind[i], size) == 0)
        return size;
    }
  return 0;
}

/* Takes the padding off that completes a group of four. */
static void
strip_padding (char *part)
{
  gsize length = strcspn (part, "=");
  gsize padding = strspn (part + length, "=");

  if (part[length + padding] == '\0' && padding <= 2 && (length + padding) % 4 == 0)
    part[length] = '\0';
}

/* The parts of the token in @pasted. (transfer full) */
static char **
split_parts (const char *pasted)
{
  g_autoptr (GString) token = g_string_new (NULL);
  const char *first = pasted;
  gsize length;
  char **parts;

  while (measure_before (first) > 0)
    first += measure_before (first);
  length = strlen (first);
  while (measure_behind (first, length) > 0)
    length -= measure_behind (first, length);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (first[i]))
      g_string_append_c (token, first[i]);
  parts = g_strsplit (token->str, ".", -1);
  for (char **part = parts; *part != NULL; part++)
    strip_padding (*part);
  return parts;
}

/* Whether it begins with a header, as a JWS and a JWE do (RFC 7515 §3.1, RFC 7516 §3.1). */
static gboolean
has_header (char **parts)
{
  g_autoptr (GBytes) header = parts[0] != NULL ? oidc_base64url_decode (parts[0], -1) : NULL;
  gsize length = 0;
  const char *text = header != NULL ? g_bytes_get_data (header, &length) : NULL;

  return length > 0 && *text == '{';
}

static gboolean
check_kind (char **parts, GError **error)
{
  guint n_parts = g_strv_length (parts);

  if (n_parts == 0)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("There is no token to inspect."));
  else if (!has_header (parts))
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
  g_auto (GStrv) parts = split_parts (pasted);
  g_autofree char *compact = g_strjoinv (".", parts);
  g_autoptr (OidcJws) jws = NULL;
  g_autoptr (OidcJwks) keys = NULL;
  g_autofree char *text = NULL;
  JsonObject *object;

  if (!check_kind (parts, error))
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
