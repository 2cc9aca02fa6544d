/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-stream.h"

#include "loopback-head.h"

/* The content type of a TLS record that holds a handshake (RFC 8446 §5.1); no HTTP method begins
 * with it. */
#define TLS_HANDSHAKE 0x16

typedef struct
{
  void (*tls_begun) (gpointer user_data);
  gpointer user_data;
} Notice;

#define TESSERA_TYPE_LOOPBACK_INPUT (tessera_loopback_input_get_type ())
G_DECLARE_FINAL_TYPE (TesseraLoopbackInput,
                      tessera_loopback_input,
                      TESSERA,
                      LOOPBACK_INPUT,
                      GFilterInputStream)

struct _TesseraLoopbackInput
{
  GFilterInputStream parent_instance;
  Notice notice;
  TesseraLoopbackHead head;
  gboolean begun;
  gboolean ended; /* TLS: nothing more is read */
};

static void implement_pollable (GPollableInputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TesseraLoopbackInput,
                               tessera_loopback_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      implement_pollable))

static GPollableInputStream *
get_base (TesseraLoopbackInput *self)
{
  return G_POLLABLE_INPUT_STREAM (G_FILTER_INPUT_STREAM (self)->base_stream);
}

/* Whether the first bytes are TLS. */
static gboolean
is_tls (TesseraLoopbackInput *self, const char *bytes)
{
  gboolean tls = !self->begun && *bytes == TLS_HANDSHAKE;

  self->begun = TRUE;
  if (tls)
    {
      self->ended = TRUE;
      self->notice.tls_begun (self->notice.user_data);
    }
  return tls;
}

/* Reads on where all that came was left out: nothing would mean the end. */
static gssize
read_filtered (TesseraLoopbackInput *self,
               void *buffer,
               gsize count,
               gboolean blocking,
               GCancellable *cancellable,
               GError **error)
{
  gssize n = 0;

  while (!self->ended && n == 0)
    {
      n = g_pollable_stream_read (G_INPUT_STREAM (get_base (self)), buffer, count, blocking,
                                  cancellable, error);
      if (n <= 0)
        return n;
      n = is_tls (self, buffer)
            ? 0
            : (gssize) tessera_loopback_head_filter (&self->head, buffer, (gsize) n);
    }
  return n;
}

static gssize
read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return read_filtered (TESSERA_LOOPBACK_INPUT (stream), buffer, count, TRUE, cancellable, error);
}

static gssize
read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  return read_filtered (TESSERA_LOOPBACK_INPUT (stream), buffer, count, FALSE, NULL, error);
}

static gboolean
is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (get_base (TESSERA_LOOPBACK_INPUT (stream)));
}

static GSource *
create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) base
    = g_pollable_input_stream_create_source (get_base (TESSERA_LOOPBACK_INPUT (stream)), NULL);

  return g_pollable_source_new_full (stream, base, cancellable);
}

static void
implement_pollable (GPollableInputStreamInterface *interface)
{
  interface->is_readable = is_readable;
  interface->create_source = create_source;
  interface->read_nonblocking = read_nonblocking;
}

static void
tessera_loopback_input_class_init (TesseraLoopbackInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = read_fn;
}

static void
tessera_loopback_input_init (TesseraLoopbackInput *self)
{
}

struct _TesseraLoopbackStream
{
  GIOStream parent_instance;
  GIOStream *connection;
  GInputStream *input;
};

G_DEFINE_FINAL_TYPE (TesseraLoopbackStream, tessera_loopback_stream, G_TYPE_IO_STREAM)

static GInputStream *
get_input_stream (GIOStream *stream)
{
  return TESSERA_LOOPBACK_STREAM (stream)->input;
}

static GOutputStream *
get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (TESSERA_LOOPBACK_STREAM (stream)->connection);
}

static gboolean
close_fn (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (TESSERA_LOOPBACK_STREAM (stream)->connection, cancellable, error);
}

static void
tessera_loopback_stream_finalize (GObject *object)
{
  TesseraLoopbackStream *self = TESSERA_LOOPBACK_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (tessera_loopback_stream_parent_class)->finalize (object);
}

static void
tessera_loopback_stream_class_init (TesseraLoopbackStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_loopback_stream_finalize;
  stream_class->get_input_stream = get_input_stream;
  stream_class->get_output_stream = get_output_stream;
  stream_class->close_fn = close_fn;
}

static void
tessera_loopback_stream_init (TesseraLoopbackStream *self)
{
}

GIOStream *
tessera_loopback_stream_new (GSocketConnection *connection,
                             void (*tls_begun) (gpointer user_data),
                             gpointer user_data)
{
  TesseraLoopbackStream *self = g_object_new (TESSERA_TYPE_LOOPBACK_STREAM, NULL);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  TesseraLoopbackInput *filter = g_object_new (TESSERA_TYPE_LOOPBACK_INPUT, "base-stream", input,
                                               "close-base-stream", FALSE, NULL);

  filter->notice = (Notice){ tls_begun, user_data };
  self->connection = G_IO_STREAM (g_object_ref (connection));
  self->input = G_INPUT_STREAM (filter);
  return G_IO_STREAM (self);
}
