/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-socket.h"

#include <string.h>

/* A browser opens a handful of connections at once. Leaves room for the half-open ones of others.
 */
#define BACKLOG 64

/* Attempts to find a port that is free on both 127.0.0.1 and ::1. */
#define ATTEMPTS 32

static GSocket *
listen_on (const char *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocket) listener = g_socket_new (g_socket_address_get_family (local),
                                               G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (!listener)
    return NULL;
  /* SO_REUSEADDR: the last sign-in's closed connections do not hold the port. One that another
   * program listens on is refused all the same, here or by listen(). */
  g_socket_set_listen_backlog (listener, BACKLOG);
  if (!g_socket_bind (listener, local, TRUE, error) || !g_socket_listen (listener, error))
    return NULL;
  return g_steal_pointer (&listener);
}

/* EAFNOSUPPORT and EADDRNOTAVAIL: a host without IPv6 or IPv4, or without ::1 or 127.0.0.1. GLib
 * has no code of its own for the latter: FAILED in GLib 2.74, and CONNECTION_REFUSED since 2.80,
 * which is no answer to bind() otherwise. */
static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* Adds the socket for @address to @sockets. Returns: whether it was had, or the host has no such
 * address: then *@missing says so. */
static gboolean
add_half (GPtrArray *sockets, const char *address, guint16 port, GError **missing, GError **error)
{
  GError *local_error = NULL;
  GSocket *listener = listen_on (address, port, &local_error);
  gboolean tolerated = listener || is_missing (local_error);

  if (listener)
    g_ptr_array_add (sockets, listener);
  else
    g_propagate_error (tolerated ? missing : error, local_error);
  return tolerated;
}

static GPtrArray *
listen_on_both (guint16 port, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) missing = NULL;

  if (!add_half (sockets, "127.0.0.1", port, &missing, error))
    return NULL;
  if (sockets->len > 0)
    port = tessera_loopback_socket_get_port (sockets->pdata[0]);
  g_clear_error (&missing);
  if (!add_half (sockets, "::1", port, &missing, error))
    return NULL;
  if (sockets->len > 0)
    return g_steal_pointer (&sockets);
  g_propagate_error (error, g_steal_pointer (&missing));
  return NULL;
}

GPtrArray *
tessera_loopback_socket_listen (const char *host, guint16 port, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *sockets = NULL;

  if (strcmp (host, "localhost") != 0)
    {
      GSocket *listener = listen_on (host, port, error);

      if (!listener)
        return NULL;
      sockets = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (sockets, listener);
      return sockets;
    }

  for (int attempt = 0; !sockets && attempt < (port == 0 ? ATTEMPTS : 1); attempt++)
    {
      g_clear_error (&local_error);
      sockets = listen_on_both (port, &local_error);
      if (!sockets && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        break;
    }
  if (!sockets)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return sockets;
}

guint16
tessera_loopback_socket_get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return address ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}
