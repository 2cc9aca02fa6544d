/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "listener.h"

/* What comes in is bounded, and nobody is shut out by it. */

#define MEBIBYTE (1024 * 1024)

/* The most memory that this process ever had, in bytes. */
static guint64
read_peak (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  g_assert_nonnull (peak);
  return g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
test_300_guesses (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *target = g_strdup_printf ("/back?code=c&state=guess%u", i);
      g_autofree char *answer = listener_get (listener, target);

      g_assert_cmpuint (visitor_read_status (answer), ==, 400);
    }
  listener_assert_waiting (listener);
}

static GPtrArray *
connect_many (Listener *listener, guint n, const char *text)
{
  GPtrArray *visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) visitor_free);

  for (guint i = 0; i < n; i++)
    {
      Visitor *visitor = visitor_new ("127.0.0.1", listener->port, text);

      visitor_wait_until_written (visitor);
      g_ptr_array_add (visitors, visitor);
    }
  return visitors;
}

static void
test_40_half_open (gconstpointer begun)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GPtrArray) connections = connect_many (listener, 40, begun);

  listener_assert_waiting (listener);
  listener_close (listener);
}

/* Nobody crowds out the person who already waits for the page. */
static void
test_half_open_after_answer (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = listener_get (listener, "/back?code=c&state=$STATE");
  g_autoptr (Visitor) page
    = listener_begin_visit (listener, "GET /back HTTP/1.1\r\nHost: $HOST\r\n\r\n");
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) connections = NULL;
  g_autofree char *another = NULL;

  visitor_wait_until_written (page);
  other = listener_get (listener, "/favicon.ico");
  connections = connect_many (listener, 40, "GET ");
  another = listener_get (listener, "/favicon.ico");
  g_assert_cmpuint (visitor_read_status (other), ==, 404);
  g_assert_cmpuint (visitor_read_status (another), ==, 404);
  g_assert_false (visitor_has_left (page));
  tessera_loopback_answer_page (listener->loopback, TRUE, "Done", "Go back.");
  g_assert_nonnull (strstr (visitor_wait (page), "<h1>Done</h1>"));
}

/* A head without an end is given up, not kept. */
static void
test_huge_head (gconstpointer data)
{
  const char *const *parts = data;
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *request = listener_fill_in (listener, parts[0]);
  GString *chunk = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Visitor) visit = NULL;
  guint64 before = read_peak ();

  while (chunk->len < 64 * 1024)
    g_string_append (chunk, parts[1]);
  bytes = g_string_free_to_bytes (chunk);
  visit = visitor_new_flood ("127.0.0.1", listener->port, request, bytes, 1024);
  g_assert_cmpuint (visitor_read_status (visitor_wait (visit)), !=, 303);
  g_assert_cmpuint (read_peak () - before, <, 16 * MEBIBYTE);
  listener_assert_waiting (listener);
}

/* A body is read to its end, so that its sender reads the answer, and kept nowhere. */
static void
test_huge_body (gconstpointer method)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *text
    = g_strdup_printf ("%s /back HTTP/1.1\r\nHost: $HOST\r\nContent-Length: %d\r\n\r\n",
                       (const char *) method, 64 * MEBIBYTE);
  g_autofree char *request = listener_fill_in (listener, text);
  g_autoptr (GBytes) chunk = g_bytes_new_take (g_strnfill (64 * 1024, 'x'), 64 * 1024);
  guint64 before = read_peak ();
  g_autoptr (Visitor) visit = visitor_new_flood ("127.0.0.1", listener->port, request, chunk, 1024);

  g_assert_cmpuint (visitor_read_status (visitor_wait (visit)), ==,
                    strcmp (method, "POST") == 0 ? 405 : 400);
  g_assert_cmpuint (read_peak () - before, <, 16 * MEBIBYTE);
  listener_assert_waiting (listener);
}

/* Byte after byte, and others come and go meanwhile. */
static void
test_slow_client (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *request
    = listener_fill_in (listener,
                        "GET /back?code=slow&state=$STATE HTTP/1.1\r\nHost: $HOST\r\n\r\n");
  g_autoptr (GSocket) slow = visitor_connect ("127.0.0.1", listener->port);
  g_autofree char *query = NULL;

  for (const char *c = request; *c != '\0'; c++)
    {
      g_assert_cmpint (g_socket_send (slow, c, 1, NULL, NULL), ==, 1);
      if ((c - request) % 16 == 0)
        {
          g_autofree char *other = listener_get (listener, "/favicon.ico");

          g_assert_cmpuint (visitor_read_status (other), ==, 404);
        }
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  query = listener_await (listener);
  g_assert_true (g_str_has_prefix (query, "code=slow&"));
}

/* Codes of several kilobytes are the provider's good right. */
static void
test_long_code (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *code = g_strnfill (16 * 1024, 'c');
  g_autofree char *target = g_strdup_printf ("/back?code=%s&state=$STATE", code);
  g_autofree char *answer = listener_get (listener, target);
  g_autofree char *query = listener_await (listener);

  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  g_assert_cmpuint (strlen (query), >, 16 * 1024);
}

int
main (int argc, char *argv[])
{
  static const char *const request_line[] = { "GET /back?code=", "cccccccc" };
  static const char *const one_header[]
    = { "GET /back HTTP/1.1\r\nHost: $HOST\r\nX: ", "xxxxxxxx" };
  static const char *const headers[] = { "GET /back HTTP/1.1\r\nHost: $HOST\r\n", "A: b\r\n" };

  g_test_init (&argc, &argv, NULL);
  /* The peak only ever rises: those that measure it go first. */
  g_test_add_data_func ("/loopback-load/huge-body", "POST", test_huge_body);
  g_test_add_data_func ("/loopback-load/huge-body-of-a-get", "GET", test_huge_body);
  g_test_add_data_func ("/loopback-load/endless-request-line", request_line, test_huge_head);
  g_test_add_data_func ("/loopback-load/endless-header", one_header, test_huge_head);
  g_test_add_data_func ("/loopback-load/endless-headers", headers, test_huge_head);
  g_test_add_func ("/loopback-load/300-guesses", test_300_guesses);
  g_test_add_data_func ("/loopback-load/40-silent", "", test_40_half_open);
  g_test_add_data_func ("/loopback-load/40-half-open", "GET /back?co", test_40_half_open);
  g_test_add_func ("/loopback-load/40-half-open-after-the-answer", test_half_open_after_answer);
  g_test_add_func ("/loopback-load/slow-client", test_slow_client);
  g_test_add_func ("/loopback-load/long-code", test_long_code);
  return g_test_run ();
}
