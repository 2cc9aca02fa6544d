/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refusal.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json.h"
#include "text-escape.h"

#define MAX_CODE        64
#define MAX_DESCRIPTION 400

/* The description stands within a sentence of ours, which has its own end. */
static void
cut_full_stop (char *description)
{
  if (g_str_has_suffix (description, ".") && !g_str_has_suffix (description, ".."))
    description[strlen (description) - 1] = '\0';
}

void
oidc_refusal_set (GError **error, const char *code, const char *description)
{
  g_autofree char *safe_code = tessera_text_escape_start (code, MAX_CODE);
  g_autofree char *safe_description = tessera_text_escape_start (description, MAX_DESCRIPTION);
  OidcError number
    = g_str_equal (code, "invalid_grant") ? OIDC_ERROR_INVALID_GRANT : OIDC_ERROR_REFUSED;
  GError *refusal = NULL;

  cut_full_stop (safe_description);
  if (*safe_description != '\0')
    refusal = g_error_new (OIDC_ERROR, number, _ ("The provider refused: %s (%s)"),
                           safe_description, safe_code);
  else
    refusal = g_error_new (OIDC_ERROR, number, _ ("The provider refused: %s"), safe_code);
  oidc_error_set_oauth_code (refusal, code);
  oidc_error_set_reason (refusal, *safe_description != '\0' ? safe_description : safe_code);
  g_propagate_error (error, refusal);
}

static const char *
find_text (JsonObject *object)
{
  static const char *const members[]
    = { "error_description", "detail", "message", "errorSummary", "title" };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = oidc_json_find_string (object, members[i]);

      if (text != NULL)
        return text;
    }
  return NULL;
}

char *
oidc_refusal_find_reason (GBytes *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonObject) object
    = data != NULL ? oidc_json_parse_object (data, length, OIDC_JSON_MAX_SIZE, NULL) : NULL;
  JsonNode *error = object != NULL ? json_object_get_member (object, "error") : NULL;
  const char *text = NULL;
  g_autofree char *reason = NULL;

  if (error != NULL && JSON_NODE_HOLDS_OBJECT (error))
    text = find_text (json_node_get_object (error));
  if (text == NULL && object != NULL)
    text = find_text (object);
  reason = text != NULL ? tessera_text_escape_start (text, MAX_DESCRIPTION) : NULL;
  if (reason == NULL || *g_strstrip (reason) == '\0')
    return NULL;
  cut_full_stop (reason);
  return g_steal_pointer (&reason);
}
