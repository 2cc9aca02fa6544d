/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-peer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* As the kernel writes it: words of 32 bits in the byte order of the machine, and the port. */
#define ADDRESS_SIZE 48

#define ROOT 0

/* An IPv4 address in an IPv6 socket, as some programs connect (RFC 4291 §2.5.5.2). */
static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* One socket of the table. */
typedef struct
{
  guint user;
  gulong inode; /* 0: its process has closed it; the kernel then shows root as the user */
} Entry;

static void
append_words (GString *text, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i += sizeof (guint32))
    {
      guint32 word;

      memcpy (&word, bytes + i, sizeof word);
      g_string_append_printf (text, "%08X", word);
    }
}

static char *
write_address (GSocketAddress *address, gboolean as_mapped)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  GInetAddress *host = g_inet_socket_address_get_address (inet);
  GString *text = g_string_new (NULL);

  if (as_mapped)
    append_words (text, mapped, sizeof mapped);
  append_words (text, g_inet_address_to_bytes (host), g_inet_address_get_native_size (host));
  g_string_append_printf (text, ":%04X", g_inet_socket_address_get_port (inet));
  return g_string_free (text, FALSE);
}

static gboolean
find_line (const char *table, const char *address, const char *peer, Entry *entry)
{
  for (const char *line = table; line; line = strchr (line, '\n'), line = line ? line + 1 : NULL)
    {
      char its_address[ADDRESS_SIZE];
      char its_peer[ADDRESS_SIZE];

      if (sscanf (line, " %*u: %47[0-9A-F:] %47[0-9A-F:] %*x %*x:%*x %*x:%*x %*x %u %*u %lu",
                  its_address, its_peer, &entry->user, &entry->inode)
            == 4
          && strcmp (its_address, address) == 0 && strcmp (its_peer, peer) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The socket that is bound to @address and connected to @peer. */
static gboolean
find (const char *const *tables, GSocketAddress *address, GSocketAddress *peer, Entry *entry)
{
  for (int as_mapped = FALSE; as_mapped <= TRUE; as_mapped++)
    {
      g_autofree char *its_address = write_address (address, as_mapped);
      g_autofree char *its_peer = write_address (peer, as_mapped);

      for (const char *const *table = tables; *table; table++)
        if (find_line (*table, its_address, its_peer, entry))
          return TRUE;
    }
  return FALSE;
}

static GSocketAddress *
any_address (GSocketAddress *like)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (g_socket_address_get_family (like));

  return g_inet_socket_address_new (any, 0);
}

/* Whether the table lists the listener and not this end of the connection: then the other end has
 * reset it. */
static gboolean
is_reset (const char *const *tables, GSocketAddress *local, GSocketAddress *remote)
{
  g_autoptr (GSocketAddress) nobody = any_address (local);
  Entry entry;

  return find (tables, local, nobody, &entry) && !find (tables, local, remote, &entry);
}

TesseraLoopbackPeer
tessera_loopback_peer_identify_in (const char *const *tables,
                                   guint user,
                                   GSocketAddress *local,
                                   GSocketAddress *remote)
{
  Entry entry;

  if (find (tables, remote, local, &entry))
    return entry.inode != 0 && (entry.user == user || entry.user == ROOT)
             ? TESSERA_LOOPBACK_PEER_OWN
             : TESSERA_LOOPBACK_PEER_OTHER;
  return is_reset (tables, local, remote) ? TESSERA_LOOPBACK_PEER_OTHER
                                          : TESSERA_LOOPBACK_PEER_UNKNOWN;
}

static char **
read_tables (void)
{
  static const char *const paths[] = { "/proc/net/tcp", "/proc/net/tcp6" };
  g_autoptr (GStrvBuilder) tables = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *table = NULL;

      if (g_file_get_contents (paths[i], &table, NULL, NULL))
        g_strv_builder_add (tables, table);
    }
  return g_strv_builder_end (tables);
}

TesseraLoopbackPeer
tessera_loopback_peer_identify (GSocketAddress *local, GSocketAddress *remote)
{
  g_auto (GStrv) tables = read_tables ();
  TesseraLoopbackPeer peer
    = tessera_loopback_peer_identify_in ((const char *const *) tables, geteuid (), local, remote);

  /* The kernel does not write the table in one go: a peer that resets the connection meanwhile may
   * be missing where this end still stands. */
  if (peer == TESSERA_LOOPBACK_PEER_UNKNOWN)
    {
      g_auto (GStrv) later = read_tables ();

      peer = tessera_loopback_peer_identify_in ((const char *const *) later, geteuid (), local,
                                                remote);
    }
  return peer;
}
