/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw.h"

#include <string.h>
#include <sys/socket.h>

struct _Raw
{
  GSocketService *service;
  GCancellable *stop;
  RawManner manner;
  char *text;
  char *repeated;
  guint16 port;
  char *uri;
  GMutex mutex; /* for what is below */
  GCond idle;
  guint n_requests, n_connections, n_running;
  char *head; /* of the last request */
};

static guint
read_length (const char *head)
{
  const char *length = strstr (head, "Content-Length: ");

  return length != NULL ? (guint) g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10)
                        : 0;
}

/* A whole request, head and body; FALSE where the client is gone. */
static gboolean
read_request (Raw *self, GInputStream *input)
{
  g_autoptr (GString) request = g_string_new (NULL);
  const char *end = NULL;
  gsize whole = G_MAXSIZE;

  while (request->len < whole)
    {
      char buffer[4096];
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, self->stop, NULL);

      if (n <= 0)
        return FALSE;
      g_string_append_len (request, buffer, n);
      end = strstr (request->str, "\r\n\r\n");
      if (end != NULL)
        whole = (gsize) (end - request->str) + 4 + read_length (request->str);
    }
  g_mutex_lock (&self->mutex);
  self->n_requests++;
  g_free (self->head);
  self->head = g_strndup (request->str, (gsize) (end + 2 - request->str));
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
write_all (Raw *self, GOutputStream *output, const char *text)
{
  return g_output_stream_write_all (output, text, strlen (text), NULL, self->stop, NULL);
}

static void
write_for_ever (Raw *self, GOutputStream *output, const char *text, guint pause)
{
  while (write_all (self, output, text))
    {
      GPollFD poll;

      if (pause == 0 || !g_cancellable_make_pollfd (self->stop, &poll))
        continue;
      g_poll (&poll, 1, (gint) pause);
      g_cancellable_release_fd (self->stop);
    }
}

static void
reset (GSocketConnection *connection)
{
  static const struct linger now = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER,
              &now, sizeof now);
}

typedef struct
{
  GInputStream *from;
  GOutputStream *to;
  GCancellable *stop;
} Pipe;

/* Until either end is closed, and then the other. */
static gpointer
run_pipe (gpointer data)
{
  Pipe *pipe = data;

  g_output_stream_splice (pipe->to, pipe->from, G_OUTPUT_STREAM_SPLICE_NONE, pipe->stop, NULL);
  g_cancellable_cancel (pipe->stop);
  return NULL;
}

static void
stop_cb (GCancellable *cancellable, GCancellable *stop)
{
  g_cancellable_cancel (stop);
}

static void
run_tunnel (Raw *self, GInputStream *input, GOutputStream *output)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) host = NULL;
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  gulong handler;
  Pipe there, back;
  GThread *thread;

  g_socket_client_set_enable_proxy (client, FALSE);
  host = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, self->stop, NULL);
  if (host == NULL || !write_all (self, output, "HTTP/1.1 200 Yes\r\n\r\n"))
    return;
  there = (Pipe){ input, g_io_stream_get_output_stream (G_IO_STREAM (host)), stop };
  back = (Pipe){ g_io_stream_get_input_stream (G_IO_STREAM (host)), output, stop };
  handler = g_cancellable_connect (self->stop, G_CALLBACK (stop_cb), stop, NULL);
  thread = g_thread_new ("tunnel", run_pipe, &there);
  run_pipe (&back);
  g_thread_join (thread);
  g_cancellable_disconnect (self->stop, handler);
}

static void
behave (Raw *self, GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (!read_request (self, input))
    return;
  if (self->manner == RAW_TUNNEL)
    run_tunnel (self, input, output);
  else if (self->manner == RAW_SILENT)
    read_request (self, input);
  else if (self->manner == RAW_RESET)
    reset (connection);
  else if (!write_all (self, output, self->text))
    return;
  else if (self->manner == RAW_REPEAT)
    write_for_ever (self, output, self->repeated, 0);
  else if (self->manner == RAW_DRIP)
    write_for_ever (self, output, "x", 20);
  else if (self->manner == RAW_THEN_RESET && read_request (self, input))
    reset (connection);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  Raw *self = data;

  behave (self, connection);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* In the main thread, so that raw_free() waits for a thread that has yet to start, too. */
static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Raw *self = data;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  self->n_running++;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

Raw *
raw_new (RawManner manner, const char *text)
{
  Raw *self = g_new0 (Raw, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->manner = manner;
  self->text = g_strdup (text != NULL ? text : "");
  self->stop = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  self->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u/",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

Raw *
raw_new_repeating (const char *text, const char *repeated)
{
  Raw *self = raw_new (RAW_REPEAT, text);

  self->repeated = g_strdup (repeated);
  return self;
}

Raw *
raw_new_tunnel (guint16 port)
{
  Raw *self = raw_new (RAW_TUNNEL, NULL);

  self->port = port;
  return self;
}

void
raw_free (Raw *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->mutex);
  while (self->n_running > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_object_unref (self->service);
  g_object_unref (self->stop);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self->head);
  g_free (self->repeated);
  g_free (self->text);
  g_free (self->uri);
  g_free (self);
}

const char *
raw_get_uri (Raw *self)
{
  return self->uri;
}

guint
raw_count_requests (Raw *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
raw_count_connections (Raw *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
raw_get_request_line (Raw *self)
{
  char *line;

  g_mutex_lock (&self->mutex);
  line = self->head != NULL ? g_strndup (self->head, strcspn (self->head, "\r")) : NULL;
  g_mutex_unlock (&self->mutex);
  return line;
}

char *
raw_get_header (Raw *self, const char *name)
{
  g_autofree char *start = g_strconcat ("\r\n", name, ": ", NULL);
  const char *found;
  char *value = NULL;

  g_mutex_lock (&self->mutex);
  found = self->head != NULL ? strstr (self->head, start) : NULL;
  if (found != NULL)
    value = g_strndup (found + strlen (start), strcspn (found + strlen (start), "\r"));
  g_mutex_unlock (&self->mutex);
  return value;
}
