/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-socket.h"

#include "visitor.h"

/* Another program that listens on a port of @address. */
static GSocket *
occupy (const char *address, guint16 port)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (local),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (socket == NULL || !g_socket_bind (socket, local, FALSE, NULL)
      || !g_socket_listen (socket, NULL))
    return NULL;
  return g_steal_pointer (&socket);
}

static gboolean
has_ipv6 (void)
{
  g_autoptr (GSocket) socket = occupy ("::1", 0);

  return socket != NULL;
}

static GPtrArray *
listen_somewhere (const char *host, guint16 *port)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *sockets = tessera_loopback_socket_listen (host, 0, &error);

  g_assert_no_error (error);
  *port = tessera_loopback_socket_get_port (sockets->pdata[0]);
  g_assert_cmpuint (*port, >, 0);
  return sockets;
}

/* RFC 8252 §8.3: nobody but this computer reaches it. Bound to 127.0.0.1, not even by another
 * address of the loopback network. */
static void
test_ipv4 (void)
{
  guint16 port;
  g_autoptr (GPtrArray) sockets = listen_somewhere ("127.0.0.1", &port);

  g_assert_cmpuint (sockets->len, ==, 1);
  g_assert_true (visitor_can_connect ("127.0.0.1", port));
  g_assert_false (visitor_can_connect ("127.0.0.2", port));
  if (has_ipv6 ())
    g_assert_false (visitor_can_connect ("::1", port));
}

static void
test_localhost (void)
{
  guint16 port;
  g_autoptr (GPtrArray) sockets = listen_somewhere ("localhost", &port);

  g_assert_true (visitor_can_connect ("127.0.0.1", port));
  g_assert_false (visitor_can_connect ("127.0.0.2", port));
  g_assert_cmpuint (sockets->len, ==, has_ipv6 () ? 2 : 1);
  g_assert_true (visitor_can_connect ("::1", port) == has_ipv6 ());
}

static void
test_ipv6 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sockets = tessera_loopback_socket_listen ("::1", 0, &error);
  guint16 port;

  if (!has_ipv6 ())
    {
      g_assert_null (sockets);
      g_assert_nonnull (error);
      return;
    }
  g_assert_no_error (error);
  port = tessera_loopback_socket_get_port (sockets->pdata[0]);
  g_assert_true (visitor_can_connect ("::1", port));
  g_assert_false (visitor_can_connect ("127.0.0.1", port));
}

static void
assert_in_use (const char *host, guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sockets = tessera_loopback_socket_listen (host, port, &error);

  g_assert_null (sockets);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

static void
test_in_use (void)
{
  guint16 port;
  g_autoptr (GPtrArray) sockets G_GNUC_UNUSED = listen_somewhere ("localhost", &port);

  assert_in_use ("127.0.0.1", port);
  assert_in_use ("localhost", port);
}

/* A browser may ask ::1 first: a program that listens there would get the person's answer. */
static void
test_other_half_in_use (void)
{
  g_autoptr (GSocket) other = occupy ("::1", 0);
  guint16 port;

  if (other == NULL)
    {
      g_assert_false (has_ipv6 ());
      return;
    }
  port = tessera_loopback_socket_get_port (other);
  assert_in_use ("localhost", port);
  /* What was had of it is given back. */
  g_assert_false (visitor_can_connect ("127.0.0.1", port));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-socket/ipv4", test_ipv4);
  g_test_add_func ("/loopback-socket/ipv6", test_ipv6);
  g_test_add_func ("/loopback-socket/localhost", test_localhost);
  g_test_add_func ("/loopback-socket/in-use", test_in_use);
  g_test_add_func ("/loopback-socket/other-half-in-use", test_other_half_in_use);
  return g_test_run ();
}
