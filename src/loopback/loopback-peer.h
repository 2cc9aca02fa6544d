/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A port of the loopback interface is open to every user of the computer. TCP does not tell whose
 * process is at the other end; the kernel's table of connections (/proc/net/tcp, tcp6) does. */

typedef enum
{
  TESSERA_LOOPBACK_PEER_OWN,     /* a process of this user, or of root, who may do anything */
  TESSERA_LOOPBACK_PEER_OTHER,   /* another user's, or one that hung up before it could be told */
  TESSERA_LOOPBACK_PEER_UNKNOWN, /* no table, or it does not list the other end: a relay from
                                    another network namespace or another host */
} TesseraLoopbackPeer;

/* Whose process is at the other end of the connection from @local (this end) to @remote. Reads the
 * kernel's table. */
TesseraLoopbackPeer tessera_loopback_peer_identify (GSocketAddress *local, GSocketAddress *remote);

/* The same by @tables, (array zero-terminated=1) texts as of /proc/net/tcp and tcp6, for user
 * @user, an effective user ID. */
TesseraLoopbackPeer tessera_loopback_peer_identify_in (const char *const *tables,
                                                       guint user,
                                                       GSocketAddress *local,
                                                       GSocketAddress *remote);
