/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "listener.h"

/* The page waits for the flow's end, and the port for the page (RFC 8252 §8.3). */

#define GET(target) "GET " target " HTTP/1.1\r\nHost: $HOST\r\n\r\n"

/* More than fits into one write; and more than all buffers between here and there hold. */
#define LARGE     (4 * 1024 * 1024)
#define HUGE_PAGE (32 * 1024 * 1024)

static Listener *
listener_new_answered (void)
{
  Listener *listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = listener_get (listener, "/back?code=c&state=$STATE");
  g_autofree char *query = listener_await (listener);

  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  return listener;
}

/* A whole other visit goes by, and @held is still not over. */
static void
assert_held (Listener *listener, Visitor *held)
{
  g_autofree char *answer = NULL;

  visitor_wait_until_written (held);
  answer = listener_get (listener, "/favicon.ico");
  g_assert_cmpuint (visitor_read_status (answer), ==, 404);
  g_assert_false (visitor_has_left (held));
}

static void
test_tells_the_truth (gconstpointer data)
{
  gboolean success = GPOINTER_TO_INT (data);
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (Visitor) page = listener_begin_visit (listener, GET ("/back"));
  g_autofree char *again = NULL;

  assert_held (listener, page);
  assert_held (listener, page);
  tessera_loopback_answer_page (listener->loopback, success, "How it ended", "One sentence.");
  g_assert_nonnull (strstr (visitor_wait (page), "<h1>How it ended</h1>"));
  g_assert_nonnull (strstr (visitor_wait (page), "<p>One sentence.</p>"));
  g_assert_nonnull (strstr (visitor_wait (page), success ? "badge success" : "badge failure"));
  g_assert_null (strstr (visitor_wait (page), success ? "badge failure" : "badge success"));
  /* Whoever loads it again sees the same. */
  again = listener_get (listener, "/back");
  g_assert_cmpstr (visitor_read_body (again), ==, visitor_read_body (visitor_wait (page)));
}

/* A flow that takes longer than anybody looks at an empty tab: 10 seconds. */
static void
test_holds_no_longer (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autofree char *page = listener_get (listener, "/back");
  g_autofree char *late = NULL;

  g_assert_cmpuint (visitor_read_status (page), ==, 200);
  g_assert_nonnull (strstr (page, "Go Back to Tessera"));
  g_assert_null (strstr (page, "badge success"));
  g_assert_null (strstr (page, "badge failure"));
  tessera_loopback_answer_page (listener->loopback, TRUE, "Late", "It is over.");
  late = listener_get (listener, "/back");
  g_assert_nonnull (strstr (late, "<h1>Late</h1>"));
}

/* A request that was refused is made once more: the tab goes on to it, and comes back here. */
static void
test_asks_again (void)
{
  const char *target = "https://id.example/authorize?state=2";
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (Visitor) page = listener_begin_visit (listener, GET ("/back"));
  g_autoptr (Visitor) last = NULL;
  g_autofree char *location = NULL;
  g_autofree char *late = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *query = NULL;

  assert_held (listener, page);
  g_assert_true (tessera_loopback_ask_again (listener->loopback, target));
  location = visitor_read_header (visitor_wait (page), "Location");
  g_assert_cmpuint (visitor_read_status (visitor_wait (page)), ==, 303);
  g_assert_cmpstr (location, ==, target);
  /* Who loads the page meanwhile goes there, too. */
  late = listener_get (listener, "/back");
  g_assert_nonnull (strstr (late, target));

  answer = listener_get (listener, "/back?code=c2&state=$STATE");
  query = listener_await (listener);
  g_assert_nonnull (strstr (query, "code=c2&"));
  last = listener_begin_visit (listener, GET ("/back"));
  assert_held (listener, last);
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  g_assert_nonnull (strstr (visitor_wait (last), "<h1>Done</h1>"));
  listener_close (listener);
}

/* The tab is on its way to the page when the next request is made. */
static void
test_asks_again_before_the_page (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autofree char *page = NULL;

  g_assert_true (tessera_loopback_ask_again (listener->loopback, "https://id.example/2"));
  page = listener_get (listener, "/back");
  g_assert_nonnull (strstr (page, "Location: https://id.example/2"));
  listener_assert_waiting (listener);
}

/* A tab that has been shown something else is not there any more. */
static void
test_nobody_to_redirect (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autofree char *page = listener_get (listener, "/back");
  g_autofree char *late = NULL;

  g_assert_nonnull (strstr (page, "Go Back to Tessera"));
  g_assert_false (tessera_loopback_ask_again (listener->loopback, "https://id.example/2"));
  late = listener_get (listener, "/back");
  g_assert_cmpuint (visitor_read_status (late), ==, 400);
  listener_assert_waiting (listener);
}

/* Several tabs wait for it, and a crowd of them costs nobody but the crowd. */
static void
test_many_wait (void)
{
  Visitor *pages[12];
  g_autoptr (Listener) listener = listener_new_answered ();

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    pages[i] = listener_begin_visit (listener, GET ("/back"));
  while (!visitor_has_left (pages[0]) && !visitor_has_left (pages[11])
         && !visitor_has_left (pages[5]))
    g_main_context_iteration (NULL, TRUE);
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_assert_cmpuint (visitor_read_status (visitor_wait (pages[i])), ==, 200);
      visitor_free (pages[i]);
    }
  listener_close (listener);
}

/* Eight wait, and the ninth takes their place: it is told the truth, and they go home before it. */
static void
test_ninth (void)
{
  Visitor *pages[9];
  g_autoptr (Listener) listener = listener_new_answered ();

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      pages[i] = listener_begin_visit (listener, GET ("/back"));
      assert_held (listener, pages[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pages) - 1; i++)
    g_assert_nonnull (strstr (visitor_wait (pages[i]), "Go Back to Tessera"));
  assert_held (listener, pages[8]);
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  g_assert_nonnull (strstr (visitor_wait (pages[8]), "<h1>Done</h1>"));
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    visitor_free (pages[i]);
}

static void
test_page_arrives_whole (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (Visitor) page = listener_begin_visit (listener, GET ("/back"));
  g_autofree char *message = g_strnfill (LARGE, 'x');
  g_autofree char *length = NULL;

  assert_held (listener, page);
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", message);
  listener_close (listener);
  length = visitor_read_header (visitor_wait (page), "Content-Length");
  g_assert_nonnull (length);
  g_assert_cmpuint (strlen (visitor_read_body (visitor_wait (page))), ==,
                    g_ascii_strtoull (length, NULL, 10));
  g_assert_true (g_str_has_suffix (g_strchomp ((char *) visitor_wait (page)), "</html>"));
}

/* The browser was sent on to the page, and the flow ends before it comes for it. */
static void
test_page_is_waited_for (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (GAsyncResult) closed = NULL;
  g_autofree char *page = NULL;

  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  tessera_loopback_close_async (listener->loopback, listener_ready_cb, &closed);
  page = listener_get (listener, "/back");
  g_assert_nonnull (strstr (page, "<h1>Done</h1>"));
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (visitor_can_connect ("127.0.0.1", listener->port));
}

static void
test_browser_never_comes (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();

  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  listener_close (listener);
}

static void
test_browser_never_reads (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (GSocket) socket = visitor_connect ("127.0.0.1", listener->port);
  g_autofree char *request = listener_fill_in (listener, GET ("/back"));
  g_autofree char *message = g_strnfill (HUGE_PAGE, 'x');
  g_autofree char *other = NULL;

  g_assert_cmpint (g_socket_send (socket, request, strlen (request), NULL, NULL), >, 0);
  other = listener_get (listener, "/favicon.ico");
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", message);
  listener_close (listener);
}

/* The flow ends without a word: cancelled by a program that is about to end. */
static void
test_close_releases_the_page (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (Visitor) page = listener_begin_visit (listener, GET ("/back"));

  assert_held (listener, page);
  listener_close (listener);
  g_assert_nonnull (strstr (visitor_wait (page), "Go Back to Tessera"));
}

/* It was on its way to the page. */
static void
test_browser_comes_after_close (void)
{
  g_autoptr (Listener) listener = listener_new_answered ();
  g_autoptr (GAsyncResult) closed = NULL;
  g_autofree char *page = NULL;

  tessera_loopback_close_async (listener->loopback, listener_ready_cb, &closed);
  page = listener_get (listener, "/back");
  g_assert_nonnull (strstr (page, "Go Back to Tessera"));
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_close_with_nobody_there (void)
{
  g_autoptr (Listener) listener = listener_new ("http://localhost/back");
  g_autoptr (Visitor) silent = visitor_new ("127.0.0.1", listener->port, "");
  g_autofree char *other = listener_get (listener, "/favicon.ico");

  g_assert_true (visitor_can_connect ("127.0.0.1", listener->port));
  g_assert_true (visitor_can_connect ("::1", listener->port) == visitor_has_ipv6 ());
  listener_close (listener);
  g_assert_cmpstr (visitor_wait (silent), ==, "");
}

static void
test_port_is_free_again (void)
{
  g_autoptr (Listener) first = listener_new_answered ();
  g_autofree char *uri = g_strdup (first->redirect_uri);
  g_autoptr (Listener) second = NULL;

  tessera_loopback_answer_page (first->loopback, TRUE, "Done", "Go back.");
  listener_close (first);
  second = listener_new (uri);
  listener_assert_waiting (second);
}

static void
test_port_ends_with_the_object (void)
{
  g_autoptr (Listener) listener = listener_new ("http://localhost/back");
  guint16 port = listener->port;

  g_clear_pointer (&listener, listener_free);
  g_assert_false (visitor_can_connect ("127.0.0.1", port));
  g_assert_false (visitor_can_connect ("::1", port));
}

static void
assert_cancelled (Listener *listener, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tessera_loopback_await_finish (listener->loopback, *result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  if (before)
    g_cancellable_cancel (cancellable);
  tessera_loopback_await_async (listener->loopback, cancellable, listener_ready_cb, &result);
  g_cancellable_cancel (cancellable);
  assert_cancelled (listener, &result);
  /* The browser that comes now is told the truth, too, and then the port is closed. */
  tessera_loopback_answer_page (listener->loopback, FALSE, "Sign-in was cancelled", "Go back.");
  listener_assert_waiting (listener);
  listener_close (listener);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/loopback-hold/success", GINT_TO_POINTER (TRUE), test_tells_the_truth);
  g_test_add_data_func ("/loopback-hold/failure", GINT_TO_POINTER (FALSE), test_tells_the_truth);
  g_test_add_func ("/loopback-hold/asks-again", test_asks_again);
  g_test_add_func ("/loopback-hold/asks-again-before-the-page", test_asks_again_before_the_page);
  /* Before the one that takes 10 seconds: what it left behind would go off within. */
  g_test_add_func ("/loopback-hold/many-wait", test_many_wait);
  g_test_add_func ("/loopback-hold/ninth", test_ninth);
  g_test_add_func ("/loopback-hold/nobody-to-redirect", test_nobody_to_redirect);
  g_test_add_func ("/loopback-hold/no-longer-than-10-seconds", test_holds_no_longer);
  g_test_add_func ("/loopback-hold/page-arrives-whole", test_page_arrives_whole);
  g_test_add_func ("/loopback-hold/page-is-waited-for", test_page_is_waited_for);
  g_test_add_func ("/loopback-hold/browser-never-comes", test_browser_never_comes);
  g_test_add_func ("/loopback-hold/browser-never-reads", test_browser_never_reads);
  g_test_add_func ("/loopback-hold/close-releases-the-page", test_close_releases_the_page);
  g_test_add_func ("/loopback-hold/browser-comes-after-close", test_browser_comes_after_close);
  g_test_add_func ("/loopback-hold/close-with-nobody-there", test_close_with_nobody_there);
  g_test_add_func ("/loopback-hold/port-is-free-again", test_port_is_free_again);
  g_test_add_func ("/loopback-hold/port-ends-with-the-object", test_port_ends_with_the_object);
  g_test_add_data_func ("/loopback-hold/cancel", GINT_TO_POINTER (FALSE), test_cancel);
  g_test_add_data_func ("/loopback-hold/cancelled-before", GINT_TO_POINTER (TRUE), test_cancel);
  return g_test_run ();
}
