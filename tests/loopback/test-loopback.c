/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback.h"

#include <string.h>

#include "loopback-connections.h"
#include "visitor.h"

#define ANSWER "code=abc&state=right"
#define ANY    "http://127.0.0.1/callback"

/* A listener, and who waits for its answer. */
typedef struct
{
  TesseraLoopback *loopback;
  guint16 port;
  GCancellable *cancellable;
  char *query;
  GError *error;
  gboolean ended;
  gboolean closed;
} Wait;

static gboolean
has_right_state (const char *query, gpointer user_data)
{
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);

  return g_strv_contains ((const char *const *) parts, "state=right");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *self = user_data;

  self->query = tessera_loopback_await_finish (TESSERA_LOOPBACK (source), result, &self->error);
  self->ended = TRUE;
}

static guint16
get_port (TesseraLoopback *loopback)
{
  g_autoptr (GUri) uri
    = g_uri_parse (tessera_loopback_get_redirect_uri (loopback), G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (uri);
}

static Wait *
wait_new (const char *redirect_uri)
{
  const char *const uris[] = { redirect_uri, NULL };
  Wait *self = g_new0 (Wait, 1);
  g_autoptr (GError) error = NULL;

  self->loopback = tessera_loopback_listen (uris, has_right_state, NULL, &error);
  g_assert_no_error (error);
  self->port = get_port (self->loopback);
  self->cancellable = g_cancellable_new ();
  tessera_loopback_await_async (self->loopback, self->cancellable, answered_cb, self);
  return self;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tessera_loopback_close_finish (TESSERA_LOOPBACK (source), result);
  ((Wait *) user_data)->closed = TRUE;
}

/* As a flow does at its end. */
static void
wait_close (Wait *self)
{
  tessera_loopback_close_async (self->loopback, closed_cb, self);
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (visitor_can_connect ("127.0.0.1", self->port));
}

static void
wait_free (Wait *self)
{
  g_cancellable_cancel (self->cancellable);
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->loopback);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self->query);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wait, wait_free)

static Visitor *
visit (Wait *self, const char *line, const char *more)
{
  g_autofree char *request
    = g_strdup_printf ("%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", line, self->port, more);

  return visitor_new ("127.0.0.1", self->port, request);
}

static void
assert_status (const char *answer, guint status)
{
  g_autofree char *start = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_assert_cmpstr (strstr (answer, start), ==, answer);
}

/* The answer and its page; the way of a browser. */
static void
assert_right_answer_is_taken (Wait *self)
{
  g_autoptr (Visitor) redirected = visit (self, "GET /callback?" ANSWER, "");
  g_autoptr (Visitor) page = NULL;

  assert_status (visitor_wait (redirected), 303);
  page = visit (self, "GET /callback", "");
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->query, ==, ANSWER);
  visitor_wait_until_written (page);
  g_assert_false (visitor_has_left (page));
  tessera_loopback_answer_page (self->loopback, TRUE, "You are signed in", "Close it.");
  assert_status (visitor_wait (page), 200);
  g_assert_nonnull (strstr (visitor_get_answer (page), "You are signed in"));
}

static void
test_answer (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autofree char *expected = g_strdup_printf ("http://127.0.0.1:%d/callback", wait->port);

  g_assert_cmpstr (tessera_loopback_get_redirect_uri (wait->loopback), ==, expected);
  assert_right_answer_is_taken (wait);
  wait_close (wait);
}

/* RFC 9700 §4.2.4: neither address bar, history nor Referer keep the code. */
static void
test_code_leaves_no_trace (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (Visitor) redirected = visit (wait, "GET /callback?" ANSWER, "");
  g_autofree char *location
    = g_strdup_printf ("\r\nLocation: http://127.0.0.1:%d/callback\r\n", wait->port);
  const char *answer = visitor_wait (redirected);

  g_assert_nonnull (strstr (answer, location));
  g_assert_null (strstr (answer, "abc"));
  g_assert_nonnull (strstr (answer, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nContent-Security-Policy: default-src 'none';"));
}

/* CHECKS 28: answered, harmless, and the right answer is still taken afterwards. */
static void
test_harmless (void)
{
  static const struct
  {
    const char *line;
    const char *more;
    guint status;
  } visits[] = {
    { "GET /favicon.ico", "", 404 },
    { "GET /", "", 404 },
    { "GET /callback/?" ANSWER, "", 404 },
    { "GET /CALLBACK?" ANSWER, "", 404 },
    { "GET /callback%2F?" ANSWER, "", 404 },
    { "GET //callback?" ANSWER, "", 404 },
    { "HEAD /callback?" ANSWER, "", 405 },
    { "POST /callback?" ANSWER, "Content-Length: 0\r\n", 405 },
    { "PUT /callback?" ANSWER, "Content-Length: 2\r\n\r\nab", 405 },
    { "OPTIONS /callback?" ANSWER, "", 405 },
    { "GET /callback", "", 400 },
    { "GET /callback?", "", 400 },
    { "GET /callback?code=abc", "", 400 },
    { "GET /callback?code=abc&state=wrong", "", 400 },
    { "GET /callback?error=access_denied&state=wrong", "", 400 },
    { "GET /callback?code=abc#state=right", "", 400 },
  };
  g_autoptr (Wait) wait = wait_new (ANY);

  for (gsize i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      g_autoptr (Visitor) visitor = visit (wait, visits[i].line, visits[i].more);

      g_test_message ("%s", visits[i].line);
      assert_status (visitor_wait (visitor), visits[i].status);
      g_assert_false (wait->ended);
    }
  assert_right_answer_is_taken (wait);
}

static void
assert_refused_raw (Wait *wait, const char *request)
{
  g_autoptr (Visitor) visitor = visitor_new ("127.0.0.1", wait->port, request);

  g_assert_cmpstr (visitor_wait (visitor), !=, "");
  assert_status (visitor_get_answer (visitor), 400);
  g_assert_false (wait->ended);
}

/* DNS rebinding. */
static void
test_wrong_host (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autofree char *twice
    = g_strdup_printf ("GET /callback?" ANSWER " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                       "Host: evil.example\r\n\r\n",
                       wait->port);

  assert_refused_raw (wait, "GET /callback?" ANSWER " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  assert_refused_raw (wait, "GET /callback?" ANSWER " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  assert_refused_raw (wait, "GET /callback?" ANSWER " HTTP/1.1\r\n\r\n");
  assert_refused_raw (wait, twice);
  assert_right_answer_is_taken (wait);
}

static void
test_three_hundred_guesses (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *line = g_strdup_printf ("GET /callback?code=x&state=%d", i);
      g_autoptr (Visitor) visitor = visit (wait, line, "");

      assert_status (visitor_wait (visitor), 400);
    }
  g_assert_false (wait->ended);
  assert_right_answer_is_taken (wait);
}

/* A slow client keeps nobody out, and the oldest of too many makes room. */
static void
test_half_open (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (GPtrArray) visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) visitor_free);

  for (int i = 0; i < TESSERA_LOOPBACK_MAX_CONNECTIONS + 8; i++)
    {
      Visitor *visitor
        = visitor_new ("127.0.0.1", wait->port, "GET /callback?code=x HTTP/1.1\r\nHost: ");

      visitor_wait_until_written (visitor);
      g_ptr_array_add (visitors, visitor);
    }
  assert_right_answer_is_taken (wait);
  g_assert_true (visitor_has_left (visitors->pdata[0]));
  wait_close (wait);
}

/* Bounded in bytes: whoever sends for ever is cut off, and the right answer still taken. */
static void
test_too_large (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autofree char *many = g_strnfill (1024 * 1024, 'a');
  g_autofree char *line = g_strconcat ("GET /callback?code=", many, NULL);
  g_autofree char *header = g_strconcat ("X-Large: ", many, "\r\n", NULL);
  g_autofree char *body = g_strdup_printf ("Content-Length: %d\r\n\r\n%s", 1024 * 1024, many);
  g_autoptr (Visitor) long_query = visit (wait, line, "");
  g_autoptr (Visitor) long_header = visit (wait, "GET /callback?code=x", header);
  g_autoptr (Visitor) long_body = visit (wait, "POST /callback?" ANSWER, body);

  visitor_wait (long_query);
  visitor_wait (long_header);
  visitor_wait (long_body);
  g_assert_false (wait->ended);
  assert_right_answer_is_taken (wait);
}

static void
test_not_http (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (Visitor) noise
    = visitor_new ("127.0.0.1", wait->port, "\x16\x03\x01\x02 noise\r\n\r\n");

  visitor_wait (noise);
  g_assert_false (wait->ended);
  assert_right_answer_is_taken (wait);
}

/* The first answer counts; who repeats it gets the same page. */
static void
test_second_callback (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (Visitor) first = visit (wait, "GET /callback?" ANSWER, "");
  g_autoptr (Visitor) second = NULL;
  g_autoptr (Visitor) page = NULL;

  assert_status (visitor_wait (first), 303);
  second = visit (wait, "GET /callback?code=other&state=right", "");
  assert_status (visitor_wait (second), 303);
  g_assert_cmpstr (wait->query, ==, ANSWER);
  tessera_loopback_answer_page (wait->loopback, FALSE, "Sign-in failed", "Go back.");
  page = visit (wait, "GET /callback", "");
  assert_status (visitor_wait (page), 200);
  g_assert_nonnull (strstr (visitor_get_answer (page), "Sign-in failed"));
}

/* The answer of a person who is signed in already can come before anybody waits for it. */
static void
test_early_answer (void)
{
  const char *const uris[] = { ANY, NULL };
  Wait wait = { 0 };
  g_autoptr (Visitor) early = NULL;

  wait.loopback = tessera_loopback_listen (uris, has_right_state, NULL, NULL);
  wait.port = get_port (wait.loopback);
  early = visit (&wait, "GET /callback?" ANSWER, "");
  assert_status (visitor_wait (early), 303);
  tessera_loopback_await_async (wait.loopback, NULL, answered_cb, &wait);
  while (!wait.ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (wait.query, ==, ANSWER);
  g_free (wait.query);
  g_object_unref (wait.loopback);
}

static void
test_cancel (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);

  g_cancellable_cancel (wait->cancellable);
  while (!wait->ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (wait->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (wait->query);
  wait_close (wait);
}

/* A browser that never comes for its page does not keep the port open. */
static void
test_closed_without_page (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (Visitor) redirected = visit (wait, "GET /callback?" ANSWER, "");

  visitor_wait (redirected);
  tessera_loopback_answer_page (wait->loopback, TRUE, "T", "M");
  wait_close (wait);
}

/* The flow takes longer than a person looks at a blank tab: the page says where to look. */
static void
test_held_for_too_long (void)
{
  g_autoptr (Wait) wait = wait_new (ANY);
  g_autoptr (Visitor) redirected = visit (wait, "GET /callback?" ANSWER, "");
  g_autoptr (Visitor) page = NULL;

  visitor_wait (redirected);
  page = visit (wait, "GET /callback", "");
  assert_status (visitor_wait (page), 200);
  g_assert_nonnull (strstr (visitor_get_answer (page), "Go Back to Tessera"));
}

static void
test_several_uris (void)
{
  g_autoptr (Wait) other = wait_new (ANY);
  g_autofree char *taken = g_strdup_printf ("http://127.0.0.1:%d/callback", other->port);
  const char *const both[] = { taken, ANY, NULL };
  const char *const one[] = { taken, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraLoopback) second
    = tessera_loopback_listen (both, has_right_state, NULL, &error);
  g_autofree char *port = g_strdup_printf ("Port %d ", other->port);

  g_assert_no_error (error);
  g_assert_cmpstr (tessera_loopback_get_redirect_uri (second), !=, taken);
  g_assert_null (tessera_loopback_listen (one, has_right_state, NULL, &error));
  g_assert_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_PORT_IN_USE);
  g_assert_true (g_str_has_prefix (error->message, port));
  g_assert_nonnull (strstr (error->message, "in use by another program."));
}

/* The next sign-in gets the fixed port back at once. */
static void
test_port_again (void)
{
  g_autoptr (Wait) first = wait_new (ANY);
  g_autofree char *fixed = g_strdup (tessera_loopback_get_redirect_uri (first->loopback));
  g_autoptr (Wait) second = NULL;

  assert_right_answer_is_taken (first);
  wait_close (first);
  second = wait_new (fixed);
  assert_right_answer_is_taken (second);
}

static void
test_localhost (void)
{
  g_autoptr (Wait) wait = wait_new ("http://localhost/callback");
  g_autofree char *request
    = g_strdup_printf ("GET /callback?" ANSWER " HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
                       wait->port);
  const char *address = visitor_can_connect ("::1", wait->port) ? "::1" : "127.0.0.1";
  g_autoptr (Visitor) visitor = visitor_new (address, wait->port, request);

  assert_status (visitor_wait (visitor), 303);
  g_assert_cmpstr (wait->query, ==, ANSWER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback/answer", test_answer);
  g_test_add_func ("/loopback/code-leaves-no-trace", test_code_leaves_no_trace);
  g_test_add_func ("/loopback/harmless", test_harmless);
  g_test_add_func ("/loopback/wrong-host", test_wrong_host);
  g_test_add_func ("/loopback/three-hundred-guesses", test_three_hundred_guesses);
  g_test_add_func ("/loopback/half-open", test_half_open);
  g_test_add_func ("/loopback/too-large", test_too_large);
  g_test_add_func ("/loopback/not-http", test_not_http);
  g_test_add_func ("/loopback/second-callback", test_second_callback);
  g_test_add_func ("/loopback/early-answer", test_early_answer);
  g_test_add_func ("/loopback/cancel", test_cancel);
  g_test_add_func ("/loopback/closed-without-page", test_closed_without_page);
  g_test_add_func ("/loopback/held-for-too-long", test_held_for_too_long);
  g_test_add_func ("/loopback/several-uris", test_several_uris);
  g_test_add_func ("/loopback/port-again", test_port_again);
  g_test_add_func ("/loopback/localhost", test_localhost);
  return g_test_run ();
}
