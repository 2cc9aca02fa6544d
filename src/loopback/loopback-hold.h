/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "loopback-connections.h"

/* The page that the browser waits for, held back until it can tell how the flow ended.
 *
 *   expect    ──► the browser was redirected to the page
 *   add       ──► it asks for the page, and waits: 10 seconds at most, then a neutral page is sent
 *   redirect  ──► it is sent on to another page of the provider, and will come back
 *   set_page  ──► whoever waits is sent it, and whoever asks later at once
 *   remove    ──► the page has arrived, or the browser has left
 */
typedef struct _TesseraLoopbackHold TesseraLoopbackHold;

/* @connections: those of the messages to come; not to be freed before the last of them. */
TesseraLoopbackHold *tessera_loopback_hold_new (TesseraLoopbackConnections *connections);
void tessera_loopback_hold_free (TesseraLoopbackHold *self);

/* The browser will ask for the page. */
void tessera_loopback_hold_expect (TesseraLoopbackHold *self);

/* Answers @msg with the page, now or later. At most 8 wait: one more, and all of them are sent the
 * neutral page. */
void tessera_loopback_hold_add (TesseraLoopbackHold *self, SoupServerMessage *msg);

/* There will be no page yet: whoever waits for it, and whoever asks for it up to the next
 * tessera_loopback_hold_expect() or _set_page(), is redirected to @target. Returns: whether a
 * browser waits, or is on its way; without one, nobody is redirected. */
gboolean tessera_loopback_hold_redirect (TesseraLoopbackHold *self, const char *target);

/* Whether whoever asks for the page is redirected. */
gboolean tessera_loopback_hold_is_redirecting (TesseraLoopbackHold *self);

/* @page: (transfer full) what the browser is to show. */
void tessera_loopback_hold_set_page (TesseraLoopbackHold *self, GBytes *page);

/* No page will be set any more: the neutral one is it, where there is none. */
void tessera_loopback_hold_end (TesseraLoopbackHold *self);

/* @msg has ended, whether it waited or not. */
void tessera_loopback_hold_remove (TesseraLoopbackHold *self, SoupServerMessage *msg);

/* Whether no browser waits for the page, is on its way to it, or is being sent it. */
gboolean tessera_loopback_hold_is_idle (TesseraLoopbackHold *self);
