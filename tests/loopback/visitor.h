/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Whoever comes to the listener's port: writes some bytes, and reads what comes back to its end.
 * Works in the main context that the listener works in. */
typedef struct _Visitor Visitor;

/* Connects to @address ("127.0.0.1", "::1") and writes @request, which need not be a whole one. */
Visitor *visitor_new (const char *address, guint16 port, const char *request);

/* The same with a body: @chunk, @n_chunks times. */
Visitor *visitor_new_flood (const char *address,
                            guint16 port,
                            const char *request,
                            GBytes *chunk,
                            guint n_chunks);
void visitor_free (Visitor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visitor, visitor_free)

/* Whether the connection has ended. */
gboolean visitor_has_left (Visitor *self);

/* What has come so far. */
const char *visitor_get_answer (Visitor *self);

/* Waits until the connection has ended. Returns: what came; "" where nobody listens. */
const char *visitor_wait (Visitor *self);

/* Waits until the request is written, and the listener had time to look at it. */
void visitor_wait_until_written (Visitor *self);

/* Whether somebody listens there. */
gboolean visitor_can_connect (const char *address, guint16 port);

/* Whether this host has ::1; rows that need it are left out where it has not. */
gboolean visitor_has_ipv6 (void);

/* A connection and nothing more: the kernel makes it without the listener's doing. */
GSocket *visitor_connect (const char *address, guint16 port);

/* A whole visit. Returns: (transfer full) what came. */
char *visitor_ask (const char *address, guint16 port, const char *request);

/* What stands in an answer. Status 0, header NULL, body "" where it is none. */
guint visitor_read_status (const char *answer);
char *visitor_read_header (const char *answer, const char *name);
const char *visitor_read_body (const char *answer);
