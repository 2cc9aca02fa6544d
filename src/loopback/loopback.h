/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loopback-error.h"

/* The redirect listener (RFC 8252 §7.3): one SoupServer for one answer.
 *
 *   listen      ──► the browser's requests, judged: 404, 405, 400 are harmless, it goes on
 *   departure   ──► (sign-out) the browser's first request is sent on to the provider
 *   await       ──► the answer's query; its connection is held back
 *   answer_page ──► the held page is sent: it tells how the flow ended
 *   close       ──► the page has arrived whole (or a bounded time passed), the port is free
 */

#define TESSERA_TYPE_LOOPBACK (tessera_loopback_get_type ())
G_DECLARE_FINAL_TYPE (TesseraLoopback, tessera_loopback, TESSERA, LOOPBACK, GObject)

/* Whether a GET on the right path and Host with this raw query (nullable) is the answer that is
 * waited for. */
typedef gboolean (*TesseraLoopbackJudge) (const char *query, gpointer user_data);

/* Checks a configured redirect URI: http, host 127.0.0.1, [::1] or localhost, any port or none, a
 * path, no user info, query or fragment. Without a port any free port will do, for 127.0.0.1 and
 * [::1]; "http://localhost/" without a port likewise. Errors: TESSERA_LOOPBACK_ERROR_INVALID_URI.
 */
gboolean tessera_loopback_check_uri (const char *uri, GError **error);

/* Listens on the first of @redirect_uris (NULL-terminated) whose port can be had. The loopback
 * interface only, IPv4 first, then IPv6, each on its own; for "localhost" both, of which only a
 * missing IPv6 is tolerated (a port of ::1 that another program holds would get the person's
 * answer). At most 32 connections, the oldest evicted. Errors: TESSERA_LOOPBACK_ERROR_INVALID_URI,
 * _PORT_IN_USE, _FAILED. Returns: (transfer full) */
TesseraLoopback *tessera_loopback_listen (const char *const *redirect_uris,
                                          TesseraLoopbackJudge judge,
                                          gpointer user_data,
                                          GError **error);

/* The redirect URI to send, with the port that was had. Owned by @self. */
const char *tessera_loopback_get_redirect_uri (TesseraLoopback *self);

/* For a URI that the browser is to open, and that must not stand in its argument list: the first GET
 * by this user of the URI that this returns is redirected to @target, and every other one finds nothing. @name:
 * unguessable, unreserved characters (RFC 3986 §2.3). Returns: (transfer full) */
char *tessera_loopback_set_departure (TesseraLoopback *self, const char *name, const char *target);

/* Waits for the answer; one that came already is kept and returned at once. Its page is held back
 * until tessera_loopback_answer_page(), at most 10 seconds (then a neutral page says to go back to
 * Tessera). */
void tessera_loopback_await_async (TesseraLoopback *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full) the raw query, still percent-encoded; it holds a code. Errors:
 * G_IO_ERROR_CANCELLED. */
char *tessera_loopback_await_finish (TesseraLoopback *self, GAsyncResult *result, GError **error);

/* Sends the page that was held back, if there is one: @title ("You are signed in to Work"),
 * @message one sentence. Plain text, escaped here.
 * @success picks the icon. Texts come translated. */
void tessera_loopback_answer_page (TesseraLoopback *self,
                                   gboolean success,
                                   const char *title,
                                   const char *message);

/* Closes the port: at once where no page is on its way, else when it has arrived whole, at most 2
 * seconds later. */
void tessera_loopback_close_async (TesseraLoopback *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void tessera_loopback_close_finish (TesseraLoopback *self, GAsyncResult *result);
