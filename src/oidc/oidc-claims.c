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
                           _ ("This is not a signed token of three parts."));
      return NULL;
    }
  payload = oidc_base64url_decode (first + 1, second - first - 1);
  if (payload == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The token's payload or signature is not base64url."));
      return NULL;
    }
  text = g_bytes_get_data (payload, &length);
  return oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
}
