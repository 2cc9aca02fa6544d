/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-peer.h"

#include "visitor.h"

/* The kernel's table as it was read on a little-endian machine. */
#define HEAD                                                                                       \
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "    \
  "inode\n"
#define LINE(local, remote, user, inode)                                                           \
  "   7: " local " " remote " 01 00000000:00000000 00:00000000 00000000  " user "        0 " inode \
  " 1 0000000000000000 20 4 30 10 -1\n"
#define V4(port)     "0100007F:" port
#define V6(port)     "00000000000000000000000001000000:" port
#define MAPPED(port) "0000000000000000FFFF00000100007F:" port

/* This process's listener is at port 6363 (18DB); clients are at 40000 (9C40) and above. */
static const char tcp[] = HEAD LINE (V4 ("18DB"), "00000000:0000", "1000", "4700")
  LINE (V4 ("18DB"), V4 ("9C40"), "1000", "4701") LINE (V4 ("9C40"), V4 ("18DB"), "1000", "4702")
    LINE (V4 ("18DB"), V4 ("9C41"), "1000", "4703") LINE (V4 ("9C41"), V4 ("18DB"), "1001", "4704")
      LINE (V4 ("9C42"), V4 ("18DB"), "0", "4705") LINE (V4 ("9C43"), V4 ("18DB"), "0", "0")
        LINE (V4 ("18DB"), V4 ("9C44"), "1000", "4706");
static const char tcp6[] = HEAD LINE (MAPPED ("9C50"), MAPPED ("18DB"), "1000", "4710")
  LINE (MAPPED ("9C51"), MAPPED ("18DB"), "1001", "4711")
    LINE (V6 ("18DB"), "00000000000000000000000000000000:0000", "1000", "4712")
      LINE (V6 ("9C52"), V6 ("18DB"), "1000", "4713")
        LINE (V6 ("9C53"), V6 ("18DB"), "1001", "4714");

typedef struct
{
  const char *name;
  const char *host;
  guint port;
  TesseraLoopbackPeer peer;
} Case;

static const Case cases[] = {
  { "same-user", "127.0.0.1", 40000, TESSERA_LOOPBACK_PEER_OWN },
  { "other-user", "127.0.0.1", 40001, TESSERA_LOOPBACK_PEER_OTHER },
  { "root", "127.0.0.1", 40002, TESSERA_LOOPBACK_PEER_OWN },
  { "closed-so-shown-as-root", "127.0.0.1", 40003, TESSERA_LOOPBACK_PEER_OTHER },
  { "only-this-end-listed", "127.0.0.1", 40004, TESSERA_LOOPBACK_PEER_UNKNOWN },
  { "neither-end-listed", "127.0.0.1", 40005, TESSERA_LOOPBACK_PEER_OTHER },
  { "mapped-same-user", "127.0.0.1", 40016, TESSERA_LOOPBACK_PEER_OWN },
  { "mapped-other-user", "127.0.0.1", 40017, TESSERA_LOOPBACK_PEER_OTHER },
  { "ipv6-same-user", "::1", 40018, TESSERA_LOOPBACK_PEER_OWN },
  { "ipv6-other-user", "::1", 40019, TESSERA_LOOPBACK_PEER_OTHER },
};

static TesseraLoopbackPeer
identify (const char *const *tables, const char *host, guint port)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (host, 6363);
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (host, port);

  return tessera_loopback_peer_identify_in (tables, 1000, local, remote);
}

static void
test_table (gconstpointer data)
{
  const Case *c = data;
  const char *const tables[] = { tcp, tcp6, NULL };

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    g_test_skip ("the table in this test is a little-endian machine's");
  else
    g_assert_cmpint (identify (tables, c->host, c->port), ==, c->peer);
}

/* Without a table, or with one that does not even list the listener, nobody can be told. */
static void
test_no_table (void)
{
  const char *const none[] = { NULL };
  const char *const nonsense[] = { "", HEAD, "nonsense\n\n 1: x", NULL };

  g_assert_cmpint (identify (none, "127.0.0.1", 40001), ==, TESSERA_LOOPBACK_PEER_UNKNOWN);
  g_assert_cmpint (identify (nonsense, "127.0.0.1", 40001), ==, TESSERA_LOOPBACK_PEER_UNKNOWN);
}

/* A connection of this process, as the kernel lists it; and one that there is not. */
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
  g_assert_cmpint (tessera_loopback_peer_identify (bound, local), ==, TESSERA_LOOPBACK_PEER_OWN);
  nobody = g_inet_socket_address_new_from_string (host, 1);
  g_assert_cmpint (tessera_loopback_peer_identify (bound, nobody), ==, TESSERA_LOOPBACK_PEER_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-peer/table/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_table);
    }
  g_test_add_func ("/loopback-peer/no-table", test_no_table);
  g_test_add_data_func ("/loopback-peer/own-ipv4", "127.0.0.1", test_own);
  if (visitor_has_ipv6 ())
    g_test_add_data_func ("/loopback-peer/own-ipv6", "::1", test_own);
  return g_test_run ();
}
