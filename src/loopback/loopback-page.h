/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* The pages that the browser shows: one icon, one line, one sentence. They load nothing, run
 * nothing, and are kept nowhere (RFC 9700 §4.2). */

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

/* Answers @msg with a redirect to @uri. One of this listener keeps what the query held out of the
 * address bar and the history. */
void tessera_loopback_page_redirect (SoupServerMessage *msg, const char *uri);
