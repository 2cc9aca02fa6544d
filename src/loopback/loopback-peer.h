/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A port of the loopback interface is open to every user of the computer; TCP does not say who is
 * at the other end, but the kernel's table does. */

/* Whether the other end of the connection from @local to @remote is a process of this user. TRUE,
 * too, where the kernel shows no table. */
gboolean tessera_loopback_peer_is_own (GSocketAddress *local, GSocketAddress *remote);

/* The user ID of the socket that is bound to @address and connected to @peer, by @table, the text
 * of /proc/net/tcp or tcp6; -1 if it is not there. */
gint64
tessera_loopback_peer_find_user (const char *table, GSocketAddress *address, GSocketAddress *peer);
