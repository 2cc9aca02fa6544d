/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/syscall.h>

#include "loopback.h"
#include "refused-syscall.h"
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
  if (visitor_has_ipv6 ())
    g_assert_false (visitor_can_connect ("::1", port));
}

static void
test_localhost (void)
{
  guint16 port;
  g_autoptr (GPtrArray) sockets = listen_somewhere ("localhost", &port);

  g_assert_true (visitor_can_connect ("127.0.0.1", port));
  g_assert_false (visitor_can_connect ("127.0.0.2", port));
  g_assert_cmpuint (sockets->len, ==, visitor_has_ipv6 () ? 2 : 1);
  g_assert_true (visitor_can_connect ("::1", port) == visitor_has_ipv6 ());
}

static void
test_ipv6 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sockets = tessera_loopback_socket_listen ("::1", 0, &error);
  guint16 port;

  if (!visitor_has_ipv6 ())
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

/* A host that has IPv6 only. */
static void
test_ipv6_only (void)
{
  g_autoptr (GPtrArray) sockets = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  refused_syscall_set (SYS_bind, 2, sizeof (struct sockaddr_in), EADDRNOTAVAIL);
  g_assert_null (tessera_loopback_socket_listen ("127.0.0.1", 0, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  sockets = tessera_loopback_socket_listen ("localhost", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sockets->len, ==, 1);
  g_assert_true (visitor_can_connect ("::1", tessera_loopback_socket_get_port (sockets->pdata[0])));
}

/* A host that has neither. */
static void
test_no_loopback (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  refused_syscall_set (SYS_bind, 2, sizeof (struct sockaddr_in), EADDRNOTAVAIL);
  refused_syscall_set (SYS_bind, 2, sizeof (struct sockaddr_in6), EADDRNOTAVAIL);
  g_assert_null (tessera_loopback_socket_listen ("localhost", 0, &error));
  g_assert_nonnull (error);
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
  g_autoptr (GPtrArray) sockets = listen_somewhere ("localhost", &port);

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
      g_assert_false (visitor_has_ipv6 ());
      return;
    }
  port = tessera_loopback_socket_get_port (other);
  assert_in_use ("localhost", port);
  /* What was had of it is given back. */
  g_assert_false (visitor_can_connect ("127.0.0.1", port));
}

/* Another program's wildcard address has the port, too. */
static void
test_wildcard_in_use (void)
{
  g_autoptr (GSocket) v4 = occupy ("0.0.0.0", 0);
  g_autoptr (GSocket) both = occupy ("::", 0);

  assert_in_use ("127.0.0.1", tessera_loopback_socket_get_port (v4));
  assert_in_use ("localhost", tessera_loopback_socket_get_port (v4));
  if (both)
    assert_in_use ("localhost", tessera_loopback_socket_get_port (both));
}

/* The last sign-in's connections may linger at a fixed port: whoever closes first keeps one. */
static void
test_port_of_closed_connections (void)
{
  guint16 port;
  g_autoptr (GPtrArray) sockets = listen_somewhere ("127.0.0.1", &port);
  g_autoptr (GSocket) client = visitor_connect ("127.0.0.1", port);
  g_autoptr (GSocket) accepted = g_socket_accept (sockets->pdata[0], NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (accepted);
  g_socket_close (accepted, &error);
  g_assert_no_error (error);
  g_clear_object (&client);
  g_clear_pointer (&sockets, g_ptr_array_unref);
  sockets = tessera_loopback_socket_listen ("127.0.0.1", port, &error);
  g_assert_no_error (error);
  g_assert_nonnull (sockets);
}

typedef struct
{
  const char *name;
  guint call, argument, value, error;
  gboolean tolerated;
} Missing;

static const Missing missing[] = {
  { "no-ipv6", SYS_socket, 0, AF_INET6, EAFNOSUPPORT, TRUE },
  { "no-address", SYS_bind, 2, sizeof (struct sockaddr_in6), EADDRNOTAVAIL, TRUE },
  { "not-allowed", SYS_bind, 2, sizeof (struct sockaddr_in6), EACCES, FALSE },
};

/* A host without IPv6, or without ::1, has nobody there who could get the answer instead. */
static void
test_missing (gconstpointer data)
{
  const Missing *m = data;
  g_autoptr (GPtrArray) sockets = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  refused_syscall_set (m->call, m->argument, m->value, m->error);
  g_assert_null (tessera_loopback_socket_listen ("::1", 0, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  sockets = tessera_loopback_socket_listen ("localhost", 0, &error);
  if (!m->tolerated)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (sockets->len, ==, 1);
  g_assert_true (
    visitor_can_connect ("127.0.0.1", tessera_loopback_socket_get_port (sockets->pdata[0])));
}

/* A port that only the system may have is not "in use": what the person is to do is another
 * thing. */
static void
test_not_allowed_is_told (void)
{
  const char *const uris[] = { "http://[::1]:80/", NULL };
  g_autoptr (TesseraLoopback) loopback = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  refused_syscall_set (SYS_bind, 2, sizeof (struct sockaddr_in6), EACCES);
  loopback = tessera_loopback_listen (uris, NULL, NULL, &error);
  g_assert_null (loopback);
  g_assert_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "http://[::1]:80/"));
  g_assert_nonnull (strstr (error->message, g_strerror (EACCES)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-socket/ipv4", test_ipv4);
  g_test_add_func ("/loopback-socket/ipv6", test_ipv6);
  g_test_add_func ("/loopback-socket/localhost", test_localhost);
  if (visitor_has_ipv6 ())
    g_test_add_func ("/loopback-socket/ipv6-only", test_ipv6_only);
  g_test_add_func ("/loopback-socket/no-loopback", test_no_loopback);
  g_test_add_func ("/loopback-socket/in-use", test_in_use);
  g_test_add_func ("/loopback-socket/other-half-in-use", test_other_half_in_use);
  g_test_add_func ("/loopback-socket/not-allowed-is-told", test_not_allowed_is_told);
  g_test_add_func ("/loopback-socket/wildcard-in-use", test_wildcard_in_use);
  g_test_add_func ("/loopback-socket/port-of-closed-connections", test_port_of_closed_connections);
  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-socket/missing/", missing[i].name, NULL);

      g_test_add_data_func (path, &missing[i], test_missing);
    }
  return g_test_run ();
}
