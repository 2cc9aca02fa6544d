/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "loopback-uri.h"

/* The way out through the listener. A browser gets the URI that it is to open in its argument list,
 * which everybody on the computer can read; one that holds a token is therefore given to it as a
 * redirect from a page that nobody can guess, once only, and to nobody but the same user. */
typedef struct _TesseraLoopbackDeparture TesseraLoopbackDeparture;

/* @name: unguessable, unreserved characters (RFC 3986 §2.3). */
TesseraLoopbackDeparture *tessera_loopback_departure_new (const char *name, const char *target);
void tessera_loopback_departure_free (TesseraLoopbackDeparture *self);

/* What to open. (transfer full) */
char *tessera_loopback_departure_get_uri (const TesseraLoopbackDeparture *self,
                                          const TesseraLoopbackUri *uri,
                                          guint16 port);

/* Whether @msg, a request with the right Host, was the one that it waits for; then it is answered. */
gboolean tessera_loopback_departure_answer (TesseraLoopbackDeparture *self, SoupServerMessage *msg);
