/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

#include <string.h>

#define CHUNK 4096 /* bytes */

struct _Visitor
{
  GSocketConnection *connection; /* (nullable) */
  GCancellable *cancellable;
  char *request;
  GBytes *chunk; /* nullable */
  guint n_chunks;
  GString *answer;
  gboolean written;
  gboolean left;
  guint pending;
};

static void read_more (Visitor *self);

static void
leave (Visitor *self)
{
  self->left = TRUE;
  g_main_context_wakeup (NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visitor *self = user_data;
  g_autoptr (GBytes) bytes
    = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  self->pending--;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      leave (self);
      return;
    }
  g_string_append_len (self->answer, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
  read_more (self);
}

static void
read_more (Visitor *self)
{
  self->pending++;
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                                   CHUNK, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void write_more (Visitor *self, gconstpointer data, gsize length);

/* Whoever is refused half-way is still told why. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visitor *self = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  self->pending--;
  self->written = !ok || self->n_chunks == 0;
  if (self->written)
    return;
  self->n_chunks--;
  write_more (self, g_bytes_get_data (self->chunk, NULL), g_bytes_get_size (self->chunk));
}

static void
write_more (Visitor *self, gconstpointer data, gsize length)
{
  self->pending++;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                   data, length, G_PRIORITY_DEFAULT, self->cancellable, written_cb,
                                   self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visitor *self = user_data;

  self->pending--;
  self->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (self->connection == NULL)
    {
      leave (self);
      return;
    }
  write_more (self, self->request, strlen (self->request));
  read_more (self);
}

Visitor *
visitor_new_flood (const char *address,
                   guint16 port,
                   const char *request,
                   GBytes *chunk,
                   guint n_chunks)
{
  Visitor *self = g_new0 (Visitor, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (address, port);

  self->cancellable = g_cancellable_new ();
  self->request = g_strdup (request);
  self->chunk = chunk != NULL ? g_bytes_ref (chunk) : NULL;
  self->n_chunks = n_chunks;
  self->answer = g_string_new (NULL);
  self->pending++;
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (remote), self->cancellable,
                                 connected_cb, self);
  return self;
}

Visitor *
visitor_new (const char *address, guint16 port, const char *request)
{
  return visitor_new_flood (address, port, request, NULL, 0);
}

void
visitor_free (Visitor *self)
{
  g_cancellable_cancel (self->cancellable);
  while (self->pending > 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->connection);
  g_object_unref (self->cancellable);
  g_string_free (self->answer, TRUE);
  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_free (self->request);
  g_free (self);
}

gboolean
visitor_has_left (Visitor *self)
{
  return self->left;
}

const char *
visitor_get_answer (Visitor *self)
{
  return self->answer->str;
}

const char *
visitor_wait (Visitor *self)
{
  while (!self->left)
    g_main_context_iteration (NULL, TRUE);
  return self->answer->str;
}

void
visitor_wait_until_written (Visitor *self)
{
  while (!self->written && !self->left)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GSocket *
visitor_connect (const char *address, guint16 port)
{
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (remote),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  return socket != NULL && g_socket_connect (socket, remote, NULL, NULL) ? g_steal_pointer (&socket)
                                                                         : NULL;
}

gboolean
visitor_can_connect (const char *address, guint16 port)
{
  g_autoptr (GSocket) socket = visitor_connect (address, port);

  return socket != NULL;
}

gboolean
visitor_has_ipv6 (void)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("::1", 0);
  g_autoptr (GSocket) socket
    = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  return socket != NULL && g_socket_bind (socket, local, FALSE, NULL);
}

char *
visitor_ask (const char *address, guint16 port, const char *request)
{
  g_autoptr (Visitor) self = visitor_new (address, port, request);

  return g_strdup (visitor_wait (self));
}

guint
visitor_read_status (const char *answer)
{
  const char *space = g_str_has_prefix (answer, "HTTP/1.") ? strchr (answer, ' ') : NULL;

  return space != NULL ? (guint) g_ascii_strtoull (space + 1, NULL, 10) : 0;
}

char *
visitor_read_header (const char *answer, const char *name)
{
  g_autofree char *head = g_strndup (answer, (gsize) (visitor_read_body (answer) - answer));
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (char **line = lines; *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, name, length) == 0 && (*line)[length] == ':')
      return g_strstrip (g_strdup (*line + length + 1));
  return NULL;
}

const char *
visitor_read_body (const char *answer)
{
  const char *end = strstr (answer, "\r\n\r\n");

  return end != NULL ? end + 4 : answer + strlen (answer);
}
