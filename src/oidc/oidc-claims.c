/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-claims.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-json.h"

JsonObject *
oidc_claims_read (const char *compact, GError **error)
{
  const char *first = strchr (compact, '.');
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;
  g_autoptr (GBytes) payload = NULL;
  const char *text;
  gsize length;

  if (second == NULL || strchr (second + 1, '.') != NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("This is not a signed token with three parts."));
      return NULL;
    }
  payload = oidc_base64url_decode (first + 1, second - first - 1);
  if (payload == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The token’s payload or signature is not valid base64url."));
      return NULL;
    }
  text = g_bytes_get_data (payload, &length);
  return oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
}

static const char *
find_first_string (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;

      if (text != NULL && *text != '\0')
        return text;
    }
  return NULL;
}

static char *
dup_text (JsonObject *claims, GBytes *source, const char *claim)
{
  JsonNode *node = json_object_get_member (claims, claim);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gsize length;
  const char *text = g_bytes_get_data (source, &length);

  if (node == NULL)
    return NULL;
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    return oidc_json_dup_source (text, length, claim);
  if (type == G_TYPE_STRING)
    return g_strdup (oidc_json_find_string (claims, claim));
  return g_strdup (find_first_string (node));
}

void
oidc_claims_read_person (JsonObject *claims, GBytes *source, char **name, char **email)
{
  *name = dup_text (claims, source, "name");
  if (*name == NULL)
    *name = dup_text (claims, source, "preferred_username");
  /* All that AD FS says. */
  if (*name == NULL)
    *name = dup_text (claims, source, "upn");
  *email = dup_text (claims, source, "email");
}
