/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-peer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* As the kernel writes it: words of 32 bits in the byte order of the machine, and the port. */
#define ADDRESS_SIZE 48

/* An IPv4 address in an IPv6 socket, as some programs connect (RFC 4291 §2.5.5.2). */
static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

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

static gint64
find_line (const char *table, const char *address, const char *peer)
{
  for (const char *line = table; line; line = strchr (line, '\n'), line = line ? line + 1 : NULL)
    {
      char its_address[ADDRESS_SIZE];
      char its_peer[ADDRESS_SIZE];
      guint user;

      if (sscanf (line, " %*u: %47[0-9A-F:] %47[0-9A-F:] %*x %*x:%*x %*x:%*x %*x %u", its_address,
                  its_peer, &user)
            == 3
          && strcmp (its_address, address) == 0 && strcmp (its_peer, peer) == 0)
        return user;
    }
  return -1;
}

gint64
tessera_loopback_peer_find_user (const char *table, GSocketAddress *address, GSocketAddress *peer)
{
  gint64 user = -1;

  for (int as_mapped = FALSE; as_mapped <= TRUE && user < 0; as_mapped++)
    {
      g_autofree char *its_address = write_address (address, as_mapped);
      g_autofree char *its_peer = write_address (peer, as_mapped);

      user = find_line (table, its_address, its_peer);
    }
  return user;
}

gboolean
tessera_loopback_peer_is_own (GSocketAddress *local, GSocketAddress *remote)
{
  static const char *const tables[] = { "/proc/net/tcp", "/proc/net/tcp6" };
  gboolean any = FALSE;
  gint64 user = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (tables) && user < 0; i++)
    {
      g_autofree char *table = NULL;

      if (!g_file_get_contents (tables[i], &table, NULL, NULL))
        continue;
      any = TRUE;
      user = tessera_loopback_peer_find_user (table, remote, local);
    }
  return !any || user == (gint64) geteuid ();
}
