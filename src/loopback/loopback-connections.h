/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* Feeds a SoupServer from listening sockets, with at most 32 connections open. The oldest makes
 * room for the next, so that whoever keeps many open shuts nobody out. A SoupServer that listens
 * itself stops for good at the limit of file descriptors. */

#define TESSERA_LOOPBACK_MAX_CONNECTIONS 32

typedef struct _TesseraLoopbackConnections TesseraLoopbackConnections;

/* @tls_begun: called for each connection that begins with TLS, which is ended at once. Returns:
 * (transfer full), with nothing listened on. */
TesseraLoopbackConnections *
tessera_loopback_connections_new (SoupServer *server,
                                  void (*tls_begun) (gpointer user_data),
                                  gpointer user_data);

/* Accepts what comes in on @sockets (element-type GSocket, listening). */
gboolean tessera_loopback_connections_listen (TesseraLoopbackConnections *self,
                                              GPtrArray *sockets,
                                              GError **error);

/* Keeps the connection of @msg open: it never makes room for another. */
void tessera_loopback_connections_pin (TesseraLoopbackConnections *self, SoupServerMessage *msg);

/* Closes the ports and ends every connection. */
void tessera_loopback_connections_close (TesseraLoopbackConnections *self);

/* Closes first. */
void tessera_loopback_connections_free (TesseraLoopbackConnections *self);
