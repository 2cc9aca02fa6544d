/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include <string.h>

void
answer_text (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

void
answer_json (SoupServerMessage *message, guint status, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);
  answer_text (message, status, "application/json", text);
}

void
answer_redirect (SoupServerMessage *message, guint status, const char *location)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Location", location);
  soup_server_message_set_status (message, status, NULL);
}

void
answer_error (SoupServerMessage *message, const char *error, const char *description)
{
  g_autoptr (JsonObject) object = json_object_new ();
  gboolean unauthorized
    = g_str_equal (error, "invalid_client") || g_str_equal (error, "invalid_token");

  json_object_set_string_member (object, "error", error);
  json_object_set_string_member (object, "error_description", description);
  answer_json (message, unauthorized ? 401 : 400, object);
  if (unauthorized)
    {
      g_autofree char *challenge
        = g_str_equal (error, "invalid_client")
            ? g_strdup ("Basic realm=\"Demo Provider\"")
            : g_strdup_printf ("Bearer realm=\"Demo Provider\", error=\"%s\"", error);
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate", challenge);
    }
}
