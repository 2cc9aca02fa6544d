/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The head of an HTTP/1.1 request (RFC 9112 §2.1) on its way to the server, without its cookies:
 * the values of all Cookie headers are left out. What follows the head passes as it is, so that it
 * is for connections with one request. All zeros at the beginning. */
typedef struct
{
  gboolean in_line;   /* past the name of a header, or in the request line */
  gboolean in_cookie; /* in the value of a Cookie header */
  gboolean ended;     /* the empty line has passed */
  guint matched;      /* how much of "Cookie:" the line began with */
} TesseraLoopbackHead;

/* Takes the cookies out of the next @length bytes of the connection. Returns: how many are left,
 * at the start of @bytes. */
gsize tessera_loopback_head_filter (TesseraLoopbackHead *self, char *bytes, gsize length);
