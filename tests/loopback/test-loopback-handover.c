/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback.h"

#include <libsoup/soup.h>
#include <string.h>

#include "visitor.h"

/* A URI handed to the browser, and the browser's return without a query, over real sockets. */

#define TARGET "https://id.example/logout?id_token_hint=h.p.s"

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* One request, whose redirect is not followed. Returns: HTTP status. */
static guint
request_page (const char *method, const char *uri, const char *host, char **location, char **page)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_set_proxy_resolver (session, NULL);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (host)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Host", host);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, ready_cb, &result);
  body = soup_session_send_and_read_finish (session, wait_for (&result), &error);
  g_assert_no_error (error);
  if (location)
    *location = g_strdup (
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Location"));
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                 "Cache-Control"),
                   ==, "no-store");
  if (page)
    *page = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  return soup_message_get_status (message);
}

static guint
request (const char *method, const char *uri, const char *host, char **location)
{
  return request_page (method, uri, host, location, NULL);
}

static gboolean
never (const char *query, gpointer user_data)
{
  return FALSE;
}

static gboolean
always (const char *query, gpointer user_data)
{
  return TRUE;
}

static gboolean
without_query (const char *query, gpointer user_data)
{
  g_assert_null (query);
  return TRUE;
}

static TesseraLoopback *
listen_at (const char *uri, TesseraLoopbackJudge judge)
{
  const char *const uris[] = { uri, NULL };
  g_autoptr (GError) error = NULL;
  TesseraLoopback *loopback = tessera_loopback_listen (uris, judge, NULL, &error);

  g_assert_no_error (error);
  return loopback;
}

static void
test_once (void)
{
  g_autoptr (TesseraLoopback) loopback = listen_at ("http://127.0.0.1/back", never);
  g_autofree char *uri = tessera_loopback_hand_over (loopback, "unguessable", TARGET);
  g_autofree char *location = NULL;

  g_assert_true (g_str_has_prefix (uri, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (uri, "/unguessable"));
  g_assert_cmpuint (request ("GET", uri, NULL, &location), ==, 303);
  g_assert_cmpstr (location, ==, TARGET);
  g_assert_cmpuint (request ("GET", uri, NULL, NULL), ==, 404);
}

/* What is no GET of it does not use it up; a name that an attacker's resolves here gets nothing. */
static void
test_others (void)
{
  g_autoptr (TesseraLoopback) loopback = listen_at ("http://127.0.0.1/", never);
  g_autofree char *uri = tessera_loopback_hand_over (loopback, "unguessable", TARGET);
  g_autofree char *near = g_strndup (uri, strlen (uri) - 1);
  g_autofree char *location = NULL;

  g_assert_cmpuint (request ("GET", near, NULL, NULL), ==, 404);
  g_assert_cmpuint (request ("POST", uri, NULL, NULL), ==, 404);
  g_assert_cmpuint (request ("GET", uri, "evil.example", NULL), ==, 400);
  g_assert_cmpuint (request ("GET", uri, NULL, &location), ==, 303);
  g_assert_cmpstr (location, ==, TARGET);
}

static void
test_ipv6 (void)
{
  g_autoptr (TesseraLoopback) loopback = listen_at ("http://[::1]/", never);
  g_autofree char *uri = tessera_loopback_hand_over (loopback, "unguessable", TARGET);

  g_assert_true (g_str_has_prefix (uri, "http://[::1]:"));
  g_assert_cmpuint (request ("GET", uri, NULL, NULL), ==, 303);
}

typedef struct
{
  const char *name;
  const char *query;
  TesseraLoopbackJudge judge;
  gboolean early;
} Return;

static const Return returns[] = {
  { "/loopback-handover/back-without-a-query", "", without_query, FALSE },
  { "/loopback-handover/back-early", "", without_query, TRUE },
  { "/loopback-handover/back-with-another-state", "?state=other", always, FALSE },
};

/* Cognito and Auth0 bring nothing back with the browser, others a state that is not the one that
 * was sent: that it comes is the answer, whether somebody waits already or not. Its page tells how
 * the sign-out ended. */
static void
test_back (gconstpointer data)
{
  const Return *c = data;
  g_autoptr (TesseraLoopback) loopback = listen_at ("http://127.0.0.1/", c->judge);
  const char *uri = tessera_loopback_get_redirect_uri (loopback);
  g_autofree char *back = g_strconcat (uri, c->query, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *query = NULL;
  g_autofree char *location = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  if (!c->early)
    tessera_loopback_await_async (loopback, NULL, ready_cb, &result);
  g_assert_cmpuint (request ("GET", back, NULL, &location), ==, 303);
  g_assert_cmpstr (location, ==, uri);
  if (c->early)
    tessera_loopback_await_async (loopback, NULL, ready_cb, &result);
  query = tessera_loopback_await_finish (loopback, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (query, ==, *c->query ? c->query + 1 : "");
  tessera_loopback_answer_page (loopback, TRUE, "You are signed out of Work", "Close this tab.");
  g_assert_cmpuint (request_page ("GET", uri, NULL, NULL, &page), ==, 200);
  g_assert_nonnull (strstr (page, "<h1>You are signed out of Work</h1>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-handover/once", test_once);
  g_test_add_func ("/loopback-handover/others-get-nothing", test_others);
  if (visitor_has_ipv6 ())
    g_test_add_func ("/loopback-handover/ipv6", test_ipv6);
  for (gsize i = 0; i < G_N_ELEMENTS (returns); i++)
    g_test_add_data_func (returns[i].name, &returns[i], test_back);
  return g_test_run ();
}
