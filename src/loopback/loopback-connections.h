/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* The way from listening sockets into a SoupServer. Left to itself a SoupServer goes deaf for good
 * at the descriptor limit; here at most 32 connections are open, and the oldest makes room for the
 * next, so that whoever keeps half-open ones shuts nobody out. */

#define TESSERA_LOOPBACK_MAX_CONNECTIONS 32

typedef struct _TesseraLoopbackConnections TesseraLoopbackConnections;

/* Returns: (transfer full), with nothing listened on. */
TesseraLoopbackConnections *tessera_loopback_connections_new (SoupServer *server);

/* Accepts what comes in on @sockets (element-type GSocket, listening). */
gboolean tessera_loopback_connections_listen (TesseraLoopbackConnections *self,
                                              GPtrArray *sockets,
                                              GError **error);

/* The connection of @msg is never the one that makes room. */
void tessera_loopback_connections_pin (TesseraLoopbackConnections *self, SoupServerMessage *msg);

/* Closes the ports and ends every connection. */
void tessera_loopback_connections_close (TesseraLoopbackConnections *self);

/* Closes first. */
void tessera_loopback_connections_free (TesseraLoopbackConnections *self);
