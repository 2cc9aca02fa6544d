/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fetch.h"

#include <gio/gio.h>
#include <string.h>

/* A fetch that is cancelled at each step in turn. libsoup 3.6 released a request twice, and used it
 * afterwards, that was cancelled between its headers and its callback: a critical warning, which
 * ends a test, or a crash. It takes an answer that is there as soon as the request is written. */
#define ANSWER                                                                                     \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"                     \
  "Connection: close\r\n\r\n{}"
#define LIMIT     4096 /* bytes */
#define MAX_STEPS 1000 /* turns of the main loop that no fetch takes */

/* The server has no thread: it answers in the turns of the same main loop, so that each fetch goes
 * through the same steps. */
typedef struct
{
  GSocketService *server;
  GPtrArray *connections;
  char *uri;
  OidcHttp *http;
} Fixture;

/* Before it is asked. */
static gboolean
incoming_cb (GSocketService *server, GSocketConnection *connection, GObject *source, gpointer data)
{
  Fixture *fixture = data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  /* Fails where the client has gone already. */
  g_output_stream_write_all (output, ANSWER, strlen (ANSWER), NULL, NULL, NULL);
  g_ptr_array_add (fixture->connections, g_object_ref (connection));
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = g_socket_service_new ();
  fixture->connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->server, "incoming", G_CALLBACK (incoming_cb), fixture);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fixture->server), any_port,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &address,
                                 &error);
  g_assert_no_error (error);
  fixture->uri = g_strdup_printf ("http://127.0.0.1:%u/",
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fixture->http = oidc_http_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->http);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_socket_service_stop (fixture->server);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->server));
  g_object_unref (fixture->server);
  g_ptr_array_unref (fixture->connections);
  g_free (fixture->uri);
}

/* Returns: whether it was cancelled before it had ended. */
static gboolean
cancel_after (Fixture *fixture, gboolean post, guint steps)
{
  const char *uri = fixture->uri;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (post)
    oidc_http_post_form_async (fixture->http, uri, "a=b", NULL, LIMIT, cancellable, fetch_store_cb,
                               &result);
  else
    oidc_http_get_async (fixture->http, uri, "*/*", NULL, LIMIT, cancellable, fetch_store_cb,
                         &result);
  for (guint i = 0; i < steps && result == NULL; i++)
    g_main_context_iteration (NULL, TRUE);
  if (result == NULL)
    g_cancellable_cancel (cancellable);
  answer = oidc_http_finish (fixture->http, fetch_wait (&result), &error);
  if (g_cancellable_is_cancelled (cancellable))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_no_error (error);
  return answer == NULL;
}

/* Whatever was cancelled, the next one is served. */
static void
test_anywhere (Fixture *fixture, gconstpointer data)
{
  gboolean post = GPOINTER_TO_INT (data);
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint steps = 0;

  while (cancel_after (fixture, post, steps))
    g_assert_cmpuint (++steps, <, MAX_STEPS);
  g_assert_cmpuint (steps, >, 3);
  answer = fetch_get (fixture->http, fixture->uri, NULL, LIMIT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

/* Whoever cancels often has no use for the client either. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  gboolean post = GPOINTER_TO_INT (data);
  guint steps = 0;

  while (cancel_after (fixture, post, steps))
    {
      g_assert_cmpuint (++steps, <, MAX_STEPS);
      g_object_unref (fixture->http);
      fixture->http = oidc_http_new ();
    }
  g_assert_cmpuint (steps, >, 3);
}

/* What a POST has brought about stands in its answer alone: once that is there, it is handed out.
 */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  oidc_http_post_form_async (fixture->http, fixture->uri, "a=b", NULL, LIMIT, cancellable,
                             fetch_store_cb, &result);
  fetch_wait (&result);
  g_cancellable_cancel (cancellable);
  answer = oidc_http_finish (fixture->http, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (int post = FALSE; post <= TRUE; post++)
    {
      g_autofree char *anywhere = g_strdup_printf ("/oidc/http-cancel/%d/anywhere", post);
      g_autofree char *dropped = g_strdup_printf ("/oidc/http-cancel/%d/dropped", post);

      g_test_add (anywhere, Fixture, GINT_TO_POINTER (post), set_up, test_anywhere, tear_down);
      g_test_add (dropped, Fixture, GINT_TO_POINTER (post), set_up, test_dropped, tear_down);
    }
  g_test_add ("/oidc/http-cancel/late", Fixture, NULL, set_up, test_late, tear_down);
  return g_test_run ();
}
