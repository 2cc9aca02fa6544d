/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* The pages that the browser shows: an icon, a title, a sentence. A page loads nothing, runs no
 * script, and is kept in no cache (RFC 9700 §4.2). */

typedef enum
{
  TESSERA_LOOPBACK_PAGE_NEUTRAL,
  TESSERA_LOOPBACK_PAGE_SUCCESS,
  TESSERA_LOOPBACK_PAGE_FAILURE,
} TesseraLoopbackPageKind;

/* @title and @message are plain UTF-8 text, translated. Returns: (transfer full) HTML. */
GBytes *
tessera_loopback_page_new (TesseraLoopbackPageKind kind, const char *title, const char *message);

/* Answers @msg with @page. */
void tessera_loopback_page_send (GBytes *page, SoupServerMessage *msg, guint status);

/* Answers @msg with a redirect to @uri. To the listener's own URI it keeps the query, which holds a
 * code, out of the address bar and the history. */
void tessera_loopback_page_redirect (SoupServerMessage *msg, const char *uri);
