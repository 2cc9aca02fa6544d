/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listener.h"

#include <string.h>

#include "oidc-error.h"

static gboolean
is_answer (const char *query, gpointer user_data)
{
  Listener *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  code = oidc_response_parse (query, self->request, self->provider, NULL, &error);
  return code || !g_error_matches (error, OIDC_ERROR, OIDC_ERROR_STATE_MISMATCH);
}

Listener *
listener_new (const char *redirect_uri)
{
  const char *const redirect_uris[] = { redirect_uri, NULL };
  Listener *self = g_new0 (Listener, 1);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  self->provider = oidc_provider_new ();
  self->provider->issuer = g_strdup ("https://op.example/");
  self->request = g_new0 (OidcRequest, 1);
  self->request->state = oidc_request_random ();
  self->loopback = tessera_loopback_listen (redirect_uris, is_answer, self, &error);
  g_assert_no_error (error);
  self->redirect_uri = tessera_loopback_get_redirect_uri (self->loopback);
  uri = g_uri_parse (self->redirect_uri, G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  self->port = (guint16) g_uri_get_port (uri);
  self->host = g_strndup (self->redirect_uri + strlen ("http://"),
                          strcspn (self->redirect_uri + strlen ("http://"), "/"));
  return self;
}

void
listener_free (Listener *self)
{
  g_object_unref (self->loopback);
  oidc_request_free (self->request);
  oidc_provider_unref (self->provider);
  g_free (self->host);
  g_free (self);
}

char *
listener_fill_in (Listener *self, const char *text)
{
  GString *filled = g_string_new (text);

  g_string_replace (filled, "$STATE", self->request->state, 0);
  g_string_replace (filled, "$HOST", self->host, 0);
  return g_string_free (filled, FALSE);
}

Visitor *
listener_begin_visit (Listener *self, const char *request)
{
  g_autofree char *filled = listener_fill_in (self, request);

  return visitor_new (self->host[0] == '[' ? "::1" : "127.0.0.1", self->port, filled);
}

char *
listener_visit (Listener *self, const char *request)
{
  g_autoptr (Visitor) visit = listener_begin_visit (self, request);

  return g_strdup (visitor_wait (visit));
}

char *
listener_get (Listener *self, const char *target)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: $HOST\r\n\r\n", target);

  return listener_visit (self, request);
}

void
listener_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ended = user_data;

  *ended = g_object_ref (result);
}

char *
listener_await (Listener *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *query;

  tessera_loopback_await_async (self->loopback, NULL, listener_ready_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  query = tessera_loopback_await_finish (self->loopback, result, &error);
  g_assert_no_error (error);
  return query;
}

void
listener_assert_waiting (Listener *self)
{
  g_autofree char *target
    = g_strdup_printf ("%s?code=right&state=$STATE",
                       self->redirect_uri + strlen ("http://") + strlen (self->host));
  g_autofree char *answer = listener_get (self, target);
  g_autofree char *location = visitor_read_header (answer, "Location");
  g_autofree char *query = listener_await (self);
  g_autofree char *expected = listener_fill_in (self, "code=right&state=$STATE");
  g_autofree char *page = NULL;

  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  g_assert_cmpstr (location, ==, self->redirect_uri);
  g_assert_cmpstr (query, ==, expected);
  tessera_loopback_answer_page (self->loopback, TRUE, "You are signed in to Work", "Go back.");
  *strchr (target, '?') = '\0';
  page = listener_get (self, target);
  g_assert_cmpuint (visitor_read_status (page), ==, 200);
  g_assert_nonnull (strstr (page, "You are signed in to Work"));
}

void
listener_close (Listener *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_loopback_close_async (self->loopback, listener_ready_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  tessera_loopback_close_finish (self->loopback, result);
  g_assert_false (visitor_can_connect ("127.0.0.1", self->port));
}
