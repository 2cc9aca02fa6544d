/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Sockets that listen on the loopback interface (RFC 8252 §8.3): for "127.0.0.1" or "::1" one, for
 * "localhost" both, IPv4 first, each on its own, of which one may be missing: a host without
 * 127.0.0.1 or without ::1 has nobody there who could get the answer instead. @port 0 is any that
 * is free on all of them.
 * Errors: G_IO_ERROR_ADDRESS_IN_USE; any other of G_IO_ERROR.
 * Returns: (transfer full) (element-type GSocket) not empty, all on one port. */
GPtrArray *tessera_loopback_socket_listen (const char *host, guint16 port, GError **error);

/* The port of a socket of the above. */
guint16 tessera_loopback_socket_get_port (GSocket *socket);
