/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A server that speaks just enough HTTP/2 to behave badly. */
typedef enum
{
  RAW_HTTP2_SILENT, /* reads a request, and says nothing */
  RAW_HTTP2_REFUSE, /* refuses each stream (RFC 9113 §8.7) */
} RawHttp2Manner;

typedef struct _RawHttp2 RawHttp2;

RawHttp2 *raw_http2_new (RawHttp2Manner manner, GTlsCertificate *certificate);
void raw_http2_free (RawHttp2 *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawHttp2, raw_http2_free)

/* "https://127.0.0.1:PORT/" */
const char *raw_http2_get_uri (RawHttp2 *self);

/* Whole requests, and the bytes of their bodies together. */
guint raw_http2_count_requests (RawHttp2 *self);
gsize raw_http2_count_body (RawHttp2 *self);
