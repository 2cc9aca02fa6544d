/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-json.h"

/* EngFlow's credential helper specification, which Bazel follows: JSON in, JSON out. */

gboolean
tessera_credential_bazel_read (TesseraCredentialRequest *request, GError **error)
{
  g_autofree char *input = tessera_credential_read_input (request, FALSE, error);
  g_autoptr (JsonObject) object = NULL;
  const char *uri;

  if (input == NULL)
    return FALSE;
  object = oidc_json_parse_object (input, strlen (input), OIDC_JSON_MAX_SIZE, NULL);
  uri = object != NULL ? oidc_json_find_string (object, "uri") : NULL;
  request->uri = g_strdup (uri);
  request->uri_is_whole = TRUE;
  if (uri != NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("The request on standard input has no “uri”."));
  return FALSE;
}

char *
tessera_credential_bazel_write (const TesseraCredentialRequest *request,
                                const char *token,
                                gint64 expires_at,
                                GError **error)
{
  JsonObject *object = json_object_new ();
  JsonObject *headers = json_object_new ();
  JsonArray *values = json_array_new ();
  g_autofree char *value = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *time = expires_at > 0 ? tessera_credential_format_time (expires_at) : NULL;

  json_array_add_string_element (values, value);
  json_object_set_array_member (headers, "Authorization", values);
  json_object_set_object_member (object, "headers", headers);
  if (time != NULL)
    json_object_set_string_member (object, "expires", time);
  return tessera_credential_print_object (object);
}
