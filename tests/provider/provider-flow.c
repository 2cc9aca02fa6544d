/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provider-flow.h"

#include <string.h>

#include <libsoup/soup.h>

static guint patience_seconds = 60;
static gsize patience_limit = 8 * 1024 * 1024;

void
fetched_free (Fetched *self)
{
  g_free (self->location);
  g_free (self->body);
  g_free (self);
}

JsonObject *
fetched_read_json (const Fetched *self)
{
  g_autoptr (JsonNode) node = json_from_string (self->body, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

char *
fetched_read_location (const Fetched *self, const char *name)
{
  const char *query = self->location != NULL ? strchr (self->location, '?') : NULL;
  g_auto (GStrv) pairs = query != NULL ? g_strsplit (query + 1, "&", -1) : NULL;

  /* One by one: a fault may put what is not UTF-8 into one of them. */
  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      g_autoptr (GHashTable) pair
        = g_uri_parse_params (pairs[i], -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

      if (pair != NULL && g_hash_table_contains (pair, name))
        return g_strdup (g_hash_table_lookup (pair, name));
    }
  return NULL;
}

void
flow_set_patience (guint seconds, gsize limit)
{
  patience_seconds = seconds;
  patience_limit = limit;
}

static void
read_body (GInputStream *stream, Fetched *fetched)
{
  gsize length = 0;

  g_free (fetched->body);
  fetched->body = g_malloc0 (patience_limit + 1);
  if (!g_input_stream_read_all (stream, fetched->body, patience_limit, &length, NULL, NULL))
    fetched->status = 0;
  fetched->body = g_realloc (fetched->body, length + 1);
}

Fetched *
flow_fetch (ProviderProcess *provider,
            const char *path,
            const char *form,
            const char *authorization)
{
  g_autoptr (SoupSession) session
    = soup_session_new_with_options ("timeout", patience_seconds, "proxy-resolver", NULL, NULL);
  g_autofree char *uri = g_strconcat (provider_process_get_issuer (provider), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (form != NULL ? "POST" : "GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (Fetched) fetched = g_new0 (Fetched, 1);
  g_autoptr (GInputStream) stream = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", authorization);
  if (form != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (form, strlen (form));
      soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, bytes);
    }
  fetched->body = g_strdup ("");
  stream = soup_session_send (session, message, NULL, NULL);
  if (stream == NULL)
    return g_steal_pointer (&fetched);
  fetched->status = soup_message_get_status (message);
  fetched->location = g_strdup (
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location"));
  read_body (stream, fetched);
  return g_steal_pointer (&fetched);
}

Fetched *
flow_authorize (ProviderProcess *provider, const char *scope, const char *more)
{
  g_autofree char *query
    = soup_form_encode ("response_type", "code", "client_id", "tessera-demo", "redirect_uri",
                        FLOW_REDIRECT_URI, "scope", scope, "state", FLOW_STATE, "nonce", FLOW_NONCE,
                        "code_challenge", FLOW_CHALLENGE, "code_challenge_method", "S256", NULL);
  g_autofree char *path = g_strconcat ("/authorize?", query, more, NULL);
  return flow_fetch (provider, path, NULL, NULL);
}

Fetched *
flow_exchange (ProviderProcess *provider, const char *code)
{
  g_autofree char *form = soup_form_encode ("grant_type", "authorization_code", "code", code,
                                            "redirect_uri", FLOW_REDIRECT_URI, "code_verifier",
                                            FLOW_VERIFIER, "client_id", "tessera-demo", NULL);
  return flow_fetch (provider, "/token", form, NULL);
}

Fetched *
flow_refresh (ProviderProcess *provider, const char *refresh_token)
{
  g_autofree char *form = soup_form_encode ("grant_type", "refresh_token", "refresh_token",
                                            refresh_token, "client_id", "tessera-demo", NULL);
  return flow_fetch (provider, "/token", form, NULL);
}

JsonObject *
flow_sign_in (ProviderProcess *provider, const char *scope)
{
  g_autoptr (Fetched) redirect = flow_authorize (provider, scope, NULL);
  g_autofree char *code = fetched_read_location (redirect, "code");
  g_autoptr (Fetched) answer = NULL;
  g_autoptr (JsonObject) tokens = NULL;

  g_assert_cmpuint (redirect->status, ==, 303);
  g_assert_nonnull (code);
  answer = flow_exchange (provider, code);
  g_assert_cmpuint (answer->status, ==, 200);
  tokens = fetched_read_json (answer);
  g_assert_nonnull (tokens);
  return g_steal_pointer (&tokens);
}

void
flow_assert_error (const Fetched *answer, guint status, const char *error)
{
  g_autoptr (JsonObject) object = fetched_read_json (answer);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "error"), ==, error);
  g_assert_true (json_object_has_member (object, "error_description"));
}
