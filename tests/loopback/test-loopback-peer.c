/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-peer.h"

#include <string.h>
#include <unistd.h>

/* The listener at port 6363, a browser of user 1000 at 40000, one of user 1001 at 40001; and, in an
 * IPv6 socket, one of user 1002 at 40002. Little-endian. */
#define HEAD                                                                                       \
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "    \
  "inode\n"
#define REST " 01 00000000:00000000 00:00000000 00000000  "
#define TAIL "        0 4711 1 0000000000000000 20 4 30 10 -1\n"

static const char tcp[] = HEAD
  "   0: 0100007F:18DB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000" TAIL
  "   1: 0100007F:18DB 0100007F:9C40" REST "1000" TAIL "   2: 0100007F:9C40 0100007F:18DB" REST
  "1000" TAIL "  13: 0100007F:9C41 0100007F:18DB" REST "1001" TAIL;
static const char tcp6[]
  = HEAD "   0: 0000000000000000FFFF00000100007F:9C42 0000000000000000FFFF00000100007F:18DB" REST
         "1002" TAIL
         "   1: 00000000000000000000000001000000:9C43 00000000000000000000000001000000:18DB" REST
         "1003" TAIL;

static void
assert_user (const char *table, const char *host, guint port, gint64 user)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, port);
  g_autoptr (GSocketAddress) listener = g_inet_socket_address_new_from_string (host, 6363);

  g_assert_cmpint (tessera_loopback_peer_find_user (table, address, listener), ==, user);
}

static void
test_table (void)
{
  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    return;
  assert_user (tcp, "127.0.0.1", 40000, 1000);
  assert_user (tcp, "127.0.0.1", 40001, 1001);
  assert_user (tcp6, "127.0.0.1", 40002, 1002);
  assert_user (tcp6, "::1", 40003, 1003);
}

static void
test_not_there (void)
{
  assert_user (tcp, "127.0.0.1", 40009, -1);
  assert_user (tcp, "127.0.0.2", 40000, -1);
  assert_user (tcp, "::1", 40000, -1);
  assert_user ("", "127.0.0.1", 40000, -1);
  assert_user ("nonsense\n\n 1: x", "127.0.0.1", 40000, -1);
}

/* A connection of this process, as the real table has it; and one that is nobody's. */
static void
test_own (gconstpointer host)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) nobody = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &bound, &error);
  g_assert_no_error (error);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (bound), NULL, &error);
  g_assert_no_error (error);
  local = g_socket_connection_get_local_address (connection, &error);
  g_assert_true (tessera_loopback_peer_is_own (bound, local));
  nobody = g_inet_socket_address_new_from_string (host, 1);
  g_assert_false (tessera_loopback_peer_is_own (bound, nobody));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-peer/table", test_table);
  g_test_add_func ("/loopback-peer/not-there", test_not_there);
  g_test_add_data_func ("/loopback-peer/own-ipv4", "127.0.0.1", test_own);
  g_test_add_data_func ("/loopback-peer/own-ipv6", "::1", test_own);
  return g_test_run ();
}
