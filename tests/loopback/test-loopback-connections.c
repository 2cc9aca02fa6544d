/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-connections.h"

#include "loopback-socket.h"
#include "visitor.h"

typedef struct
{
  SoupServer *server;
  TesseraLoopbackConnections *connections;
  guint16 port;
  SoupServerMessage *paused; /* nullable */
  guint n_tls;
} Fixture;

static void
tls_begun_cb (gpointer user_data)
{
  ((Fixture *) user_data)->n_tls++;
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *parameters,
            gpointer user_data)
{
  Fixture *self = user_data;

  soup_server_message_set_status (msg, SOUP_STATUS_NO_CONTENT, NULL);
  if (!g_str_equal (path, "/pause"))
    return;
  tessera_loopback_connections_pin (self->connections, msg);
  soup_server_message_pause (msg);
  g_set_object (&self->paused, msg);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) sockets = NULL;
  g_autoptr (GError) error = NULL;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  self->connections = tessera_loopback_connections_new (self->server, tls_begun_cb, self);
  sockets = tessera_loopback_socket_listen ("127.0.0.1", 0, &error);
  g_assert_no_error (error);
  self->port = tessera_loopback_socket_get_port (sockets->pdata[0]);
  g_assert_true (tessera_loopback_connections_listen (self->connections, sockets, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->connections)
    tessera_loopback_connections_free (self->connections);
  g_clear_object (&self->paused);
  g_clear_object (&self->server);
}

static GPtrArray *
connect_many (Fixture *self, guint n)
{
  GPtrArray *clients = g_ptr_array_new_with_free_func ((GDestroyNotify) visitor_free);

  for (guint i = 0; i < n; i++)
    {
      Visitor *client = visitor_new ("127.0.0.1", self->port, "");

      visitor_wait_until_written (client);
      g_ptr_array_add (clients, client);
    }
  return clients;
}

static guint
count_ended (GPtrArray *clients)
{
  guint n = 0;

  for (guint i = 0; i < clients->len; i++)
    n += visitor_has_left (clients->pdata[i]) ? 1 : 0;
  return n;
}

static void
assert_answers (Fixture *self)
{
  g_autofree char *answer = visitor_ask ("127.0.0.1", self->port, "GET / HTTP/1.0\r\n\r\n");

  g_assert_cmpuint (visitor_read_status (answer), ==, 204);
}

static void
test_oldest_makes_room (Fixture *self, gconstpointer data)
{
  const guint more = 8;
  g_autoptr (GPtrArray) clients = connect_many (self, TESSERA_LOOPBACK_MAX_CONNECTIONS + more);

  while (count_ended (clients) < more)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < clients->len; i++)
    g_assert_cmpint (visitor_has_left (clients->pdata[i]), ==, i < more);
  assert_answers (self);
  g_assert_cmpuint (count_ended (clients), ==, more + 1);
}

/* Who has left takes no room. */
static void
test_gone_ones_do_not_count (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) first = connect_many (self, 1);

  assert_answers (self);
  for (guint i = 0; i < 3 * TESSERA_LOOPBACK_MAX_CONNECTIONS; i++)
    assert_answers (self);
  g_assert_cmpuint (count_ended (first), ==, 0);
}

static void
test_pinned_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (Visitor) paused = visitor_new ("127.0.0.1", self->port, "GET /pause HTTP/1.0\r\n\r\n");
  g_autoptr (GPtrArray) clients = NULL;

  while (!self->paused)
    g_main_context_iteration (NULL, TRUE);
  clients = connect_many (self, 2 * TESSERA_LOOPBACK_MAX_CONNECTIONS);
  while (count_ended (clients) < TESSERA_LOOPBACK_MAX_CONNECTIONS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (visitor_has_left (paused));
  soup_server_message_unpause (self->paused);
  g_assert_cmpuint (visitor_read_status (visitor_wait (paused)), ==, 204);
}

static void
test_close_ends_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) clients = connect_many (self, 10);
  g_autoptr (Visitor) half = visitor_new ("127.0.0.1", self->port, "GET / HT");

  visitor_wait_until_written (half);
  assert_answers (self);
  tessera_loopback_connections_close (self->connections);
  g_assert_false (visitor_can_connect ("127.0.0.1", self->port));
  while (count_ended (clients) < clients->len || !visitor_has_left (half))
    g_main_context_iteration (NULL, TRUE);
  /* Again, and when it is freed: nothing more. */
  tessera_loopback_connections_close (self->connections);
}

/* Ends with connections open that nobody has read anything from. */
static void
test_free_ends_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) clients = connect_many (self, 10);

  assert_answers (self);
  g_clear_pointer (&self->connections, tessera_loopback_connections_free);
  g_clear_object (&self->server);
  while (count_ended (clients) < clients->len)
    g_main_context_iteration (NULL, TRUE);
}

/* A ClientHello is told, and answered with nothing but the end. */
static void
test_tls (Fixture *self, gconstpointer data)
{
  g_autofree char *answer = visitor_ask ("127.0.0.1", self->port, "\x16\x03\x01\x02\x40\x01");
  g_autofree char *later
    = visitor_ask ("127.0.0.1", self->port, "GET /\x16 HTTP/1.1\r\nConnection: close\r\n\r\n");

  g_assert_cmpstr (answer, ==, "");
  g_assert_cmpstr (later, !=, "");
  g_assert_cmpuint (self->n_tls, ==, 1);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/loopback-connections/oldest-makes-room", test_oldest_makes_room },
    { "/loopback-connections/gone-ones-do-not-count", test_gone_ones_do_not_count },
    { "/loopback-connections/pinned-stays", test_pinned_stays },
    { "/loopback-connections/close-ends-all", test_close_ends_all },
    { "/loopback-connections/free-ends-all", test_free_ends_all },
    { "/loopback-connections/tls", test_tls },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
