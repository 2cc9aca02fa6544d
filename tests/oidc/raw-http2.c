/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw-http2.h"

#include <string.h>

/* RFC 9113 §3.4, §4.1, §6 */
#define PREFACE_LENGTH 24
#define HEAD_LENGTH    9
#define MAX_LENGTH     16384
#define DATA           0x0
#define HEADERS        0x1
#define RST_STREAM     0x3
#define SETTINGS       0x4
#define FLAG_ACK       0x1
#define FLAG_END       0x1
#define REFUSED_STREAM 0x7

struct _RawHttp2
{
  GSocketService *service;
  GCancellable *stop;
  RawHttp2Manner manner;
  GTlsCertificate *certificate;
  char *uri;
  GMutex mutex; /* for what is below */
  GCond idle;
  guint n_requests, n_running;
  gsize n_body;
};

typedef struct
{
  guint length;
  guchar type, flags;
  guchar stream[4];
} Frame;

static gboolean
read_all (RawHttp2 *self, GIOStream *stream, guchar *buffer, gsize length)
{
  gsize n = 0;

  return g_input_stream_read_all (g_io_stream_get_input_stream (stream), buffer, length, &n,
                                  self->stop, NULL)
         && n == length;
}

static gboolean
read_frame (RawHttp2 *self, GIOStream *stream, Frame *frame)
{
  guchar head[HEAD_LENGTH], payload[MAX_LENGTH];

  if (!read_all (self, stream, head, sizeof head))
    return FALSE;
  frame->length = (guint) head[0] << 16 | (guint) head[1] << 8 | head[2];
  frame->type = head[3];
  frame->flags = head[4];
  memcpy (frame->stream, head + 5, sizeof frame->stream);
  return frame->length <= sizeof payload && read_all (self, stream, payload, frame->length);
}

static gboolean
write_frame (RawHttp2 *self, GIOStream *stream, const Frame *frame, const guchar *payload)
{
  guchar bytes[HEAD_LENGTH + 4] = { 0, 0, (guchar) frame->length, frame->type, frame->flags };

  memcpy (bytes + 5, frame->stream, sizeof frame->stream);
  if (frame->length > 0)
    memcpy (bytes + HEAD_LENGTH, payload, frame->length);
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes,
                                    HEAD_LENGTH + frame->length, NULL, self->stop, NULL);
}

static gboolean
answer_request (RawHttp2 *self, GIOStream *stream, const Frame *last)
{
  static const guchar refused[4] = { 0, 0, 0, REFUSED_STREAM };
  Frame reset = { .length = 4, .type = RST_STREAM };

  g_mutex_lock (&self->mutex);
  self->n_requests++;
  g_mutex_unlock (&self->mutex);
  memcpy (reset.stream, last->stream, sizeof reset.stream);
  return self->manner != RAW_HTTP2_REFUSE || write_frame (self, stream, &reset, refused);
}

static gboolean
answer_frame (RawHttp2 *self, GIOStream *stream, const Frame *frame)
{
  static const Frame acknowledgement = { .type = SETTINGS, .flags = FLAG_ACK };

  if (frame->type == SETTINGS && !(frame->flags & FLAG_ACK))
    return write_frame (self, stream, &acknowledgement, NULL);
  if (frame->type == DATA)
    {
      g_mutex_lock (&self->mutex);
      self->n_body += frame->length;
      g_mutex_unlock (&self->mutex);
    }
  if ((frame->type == DATA || frame->type == HEADERS) && frame->flags & FLAG_END)
    return answer_request (self, stream, frame);
  return TRUE;
}

static void
behave (RawHttp2 *self, GIOStream *stream)
{
  static const Frame settings = { .type = SETTINGS };
  guchar preface[PREFACE_LENGTH];
  Frame frame;

  if (!read_all (self, stream, preface, sizeof preface)
      || !write_frame (self, stream, &settings, NULL))
    return;
  while (read_frame (self, stream, &frame) && answer_frame (self, stream, &frame))
    continue;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  static const char *const protocols[] = { "h2", NULL };
  RawHttp2 *self = data;
  g_autoptr (GIOStream) tls
    = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  behave (self, tls);
  g_io_stream_close (tls, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* In the main thread, so that raw_http2_free() waits for a thread that has yet to start, too. */
static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  RawHttp2 *self = data;

  g_mutex_lock (&self->mutex);
  self->n_running++;
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

RawHttp2 *
raw_http2_new (RawHttp2Manner manner, GTlsCertificate *certificate)
{
  RawHttp2 *self = g_new0 (RawHttp2, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->manner = manner;
  self->certificate = g_object_ref (certificate);
  self->stop = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  self->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("https://127.0.0.1:%u/",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
raw_http2_free (RawHttp2 *self)
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
  g_object_unref (self->certificate);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self->uri);
  g_free (self);
}

const char *
raw_http2_get_uri (RawHttp2 *self)
{
  return self->uri;
}

guint
raw_http2_count_requests (RawHttp2 *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

gsize
raw_http2_count_body (RawHttp2 *self)
{
  gsize n;

  g_mutex_lock (&self->mutex);
  n = self->n_body;
  g_mutex_unlock (&self->mutex);
  return n;
}
