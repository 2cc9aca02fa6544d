/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "loopback-uri.h"

/* Hands the browser a URI that must not stand in its argument list, which everybody on the computer
 * can read: one that holds a token. The browser opens a page of the listener that nobody can guess,
 * and the first request for it is redirected to the URI, if it comes from a process that is known
 * to be the same user's or root's. */
typedef struct _TesseraLoopbackHandover TesseraLoopbackHandover;

/* @name: unguessable, unreserved characters (RFC 3986 §2.3). */
TesseraLoopbackHandover *tessera_loopback_handover_new (const char *name, const char *target);
void tessera_loopback_handover_free (TesseraLoopbackHandover *self);

/* Returns: (transfer full) the URI that the browser is to open. */
char *tessera_loopback_handover_get_uri (const TesseraLoopbackHandover *self,
                                         const TesseraLoopbackUri *uri,
                                         guint16 port);

/* Answers @msg, a request with the right Host, if it is the one that is waited for. Returns:
 * whether it was. */
gboolean tessera_loopback_handover_answer (TesseraLoopbackHandover *self, SoupServerMessage *msg);
