/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-connections.h"

#include "loopback-stream.h"

struct _TesseraLoopbackConnections
{
  SoupServer *server;
  GSocketService *service;
  void (*tls_begun) (gpointer user_data);
  gpointer user_data;
  GQueue open; /* of GSocketConnection, weakly, the oldest first */
};

static void
gone_cb (gpointer data, GObject *connection)
{
  TesseraLoopbackConnections *self = data;

  g_queue_remove (&self->open, connection);
}

static void
make_room (TesseraLoopbackConnections *self)
{
  GSocketConnection *connection = g_queue_pop_head (&self->open);

  g_object_weak_unref (G_OBJECT (connection), gone_cb, self);
  /* libsoup reads the end of the stream, and closes. To close the socket here is not allowed, since
   * libsoup has a read outstanding. */
  g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  TesseraLoopbackConnections *self = user_data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GIOStream) stream = NULL;

  /* It was reset before it was accepted, so nobody can tell whose it was. */
  if (!local || !remote)
    return TRUE;
  if (g_queue_get_length (&self->open) >= TESSERA_LOOPBACK_MAX_CONNECTIONS)
    make_room (self);
  g_queue_push_tail (&self->open, connection);
  g_object_weak_ref (G_OBJECT (connection), gone_cb, self);
  stream = tessera_loopback_stream_new (connection, self->tls_begun, self->user_data);
  soup_server_accept_iostream (self->server, stream, local, remote, NULL);
  return TRUE;
}

TesseraLoopbackConnections *
tessera_loopback_connections_new (SoupServer *server,
                                  void (*tls_begun) (gpointer user_data),
                                  gpointer user_data)
{
  TesseraLoopbackConnections *self = g_new0 (TesseraLoopbackConnections, 1);

  self->server = g_object_ref (server);
  self->tls_begun = tls_begun;
  self->user_data = user_data;
  self->service = g_socket_service_new ();
  g_queue_init (&self->open);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  return self;
}

gboolean
tessera_loopback_connections_listen (TesseraLoopbackConnections *self,
                                     GPtrArray *sockets,
                                     GError **error)
{
  for (guint i = 0; i < sockets->len; i++)
    if (!g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), sockets->pdata[i], NULL,
                                       error))
      return FALSE;
  return TRUE;
}

static gboolean
comes_from (GSocketConnection *connection, GInetSocketAddress *remote)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);
  GInetSocketAddress *own = G_INET_SOCKET_ADDRESS (address);

  return own && g_inet_socket_address_get_port (own) == g_inet_socket_address_get_port (remote)
         && g_inet_address_equal (g_inet_socket_address_get_address (own),
                                  g_inet_socket_address_get_address (remote));
}

/* Finds the connection by its address: libsoup knows no socket of a message whose connection it did
 * not accept itself. */
void
tessera_loopback_connections_pin (TesseraLoopbackConnections *self, SoupServerMessage *msg)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (msg);

  for (GList *link = self->open.head; link; link = link->next)
    if (comes_from (link->data, G_INET_SOCKET_ADDRESS (remote)))
      {
        g_object_weak_unref (link->data, gone_cb, self);
        g_queue_delete_link (&self->open, link);
        return;
      }
}

void
tessera_loopback_connections_close (TesseraLoopbackConnections *self)
{
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (!g_queue_is_empty (&self->open))
    g_object_weak_unref (g_queue_pop_head (&self->open), gone_cb, self);
  soup_server_disconnect (self->server);
}

void
tessera_loopback_connections_free (TesseraLoopbackConnections *self)
{
  tessera_loopback_connections_close (self);
  g_clear_object (&self->service);
  g_clear_object (&self->server);
  g_free (self);
}
