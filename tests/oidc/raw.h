/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A server that behaves badly below HTTP. Each connection has a thread of its own. */
typedef enum
{
  RAW_TEXT,       /* writes the text and closes */
  RAW_REPEAT,     /* writes the text, then another over and over */
  RAW_DRIP,       /* writes the text, then one byte after the other, for ever */
  RAW_SILENT,     /* reads, and says nothing */
  RAW_RESET,      /* reads a request, then resets the connection */
  RAW_TUNNEL,     /* see raw_new_tunnel() */
  RAW_THEN_RESET, /* answers the first request with the text, resets after the second */
} RawManner;

typedef struct _Raw Raw;

Raw *raw_new (RawManner manner, const char *text);
Raw *raw_new_repeating (const char *text, const char *repeated);

/* A proxy whose tunnels (RFC 9110 §9.3.6) all lead to this port of 127.0.0.1. */
Raw *raw_new_tunnel (guint16 port);
void raw_free (Raw *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)

/* "http://127.0.0.1:PORT/" */
const char *raw_get_uri (Raw *self);

/* Whole requests that arrived. */
guint raw_count_requests (Raw *self);
guint raw_count_connections (Raw *self);

/* The first line of the last request. (transfer full) */
char *raw_get_request_line (Raw *self);

/* A header of the last request; NULL if it has none of this name. (transfer full) */
char *raw_get_header (Raw *self, const char *name);
