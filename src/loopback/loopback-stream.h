/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A browser's connection as the server is to read it.
 *
 * A TLS ClientHello ends it at once: a browser that upgrades to https then knows that there is none
 * here. And no cookie arrives: a browser sends those of every program that ever answered on
 * localhost, and libsoup hangs up on a head that has grown too large. */
#define TESSERA_TYPE_LOOPBACK_STREAM (tessera_loopback_stream_get_type ())
G_DECLARE_FINAL_TYPE (TesseraLoopbackStream,
                      tessera_loopback_stream,
                      TESSERA,
                      LOOPBACK_STREAM,
                      GIOStream)

/* @connection: kept open. @tls_begun: called when a ClientHello has come.
 * Returns: (transfer full) */
GIOStream *tessera_loopback_stream_new (GSocketConnection *connection,
                                        void (*tls_begun) (gpointer user_data),
                                        gpointer user_data);
