/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loopback-error.h"
#include "loopback-mishap.h"

/* This room is the redirect listener (RFC 8252 §7.3): one SoupServer for one answer. It knows no
 * account and no protocol: whoever listens judges what an answer is.
 *
 *   listen      ──► the browser's requests, judged: 404, 405, 400, 403 are harmless, it goes on
 *   watch       ──► (sign-in) an answer that went astray is told, and it goes on all the same
 *   hand_over   ──► (sign-out) the browser's first request is redirected to the provider
 *   await       ──► the answer's query; its connection is held back
 *   ask_again   ──► (sign-in) the browser is sent on to the provider, and another answer is awaited
 *   answer_page ──► the held page is sent: it tells how the flow ended
 *   close       ──► the page has arrived whole (or a bounded time passed), the port is free
 *
 * Beside it: -connections (how many may be open), -socket (which addresses), -uri (a redirect URI,
 * checked), -peer (whose process is at the other end), -stream and -head (a connection as it is
 * read), -hold (the page that waits), -page (what it looks like), -handover (a URI for the browser
 * alone), -refusal (the pages for all others), -mishap (how an answer goes astray).
 */

#define TESSERA_TYPE_LOOPBACK (tessera_loopback_get_type ())
G_DECLARE_FINAL_TYPE (TesseraLoopback, tessera_loopback, TESSERA, LOOPBACK, GObject)

/* Whether a GET on the right path and Host with this raw query (nullable) is the answer that is
 * waited for. It is then taken, unless another user of the computer sent it (root is no other, and
 * a sender who cannot be told is none). So it only looks: it may be asked about answers that are
 * refused in the end. */
typedef gboolean (*TesseraLoopbackJudge) (const char *query, gpointer user_data);

/* Listens on the first of @redirect_uris (NULL-terminated) whose port can be had, on the loopback
 * interface only. "localhost" is both 127.0.0.1 and ::1, of which only one that the host does not
 * have is left out: a program that holds the same port of it would get the person's answer. At most
 * 32 connections are open; the oldest makes room. Errors: TESSERA_LOOPBACK_ERROR_INVALID_URI,
 * _PORT_IN_USE, _FAILED. Returns: (transfer full) */
TesseraLoopback *tessera_loopback_listen (const char *const *redirect_uris,
                                          TesseraLoopbackJudge judge,
                                          gpointer user_data,
                                          GError **error);

/* Returns: the redirect URI to send, with the port that is listened on. Owned by @self. */
const char *tessera_loopback_get_redirect_uri (TesseraLoopback *self);

/* Has @function called for each mishap until the answer has come. */
void tessera_loopback_watch (TesseraLoopback *self,
                             TesseraLoopbackMishapFunc function,
                             gpointer user_data);

/* Hands @target to the browser, which must not get it in its argument list. The first GET of the
 * returned URI, by a process of this user or root, is redirected to @target; every other one finds
 * nothing. @name: the URI's path, unguessable, unreserved characters (RFC 3986 §2.3). Returns:
 * (transfer full) the URI for the browser to open. */
char *tessera_loopback_hand_over (TesseraLoopback *self, const char *name, const char *target);

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

/* The answer that was taken is not to be the last. A new one can be awaited, and the browser that
 * waits for the page is redirected to @target: a URI that the caller made, since RFC 9700 §4.11
 * forbids one out of a parameter. Returns: whether a browser was there to be redirected; if not, it
 * has to be opened again. */
gboolean tessera_loopback_ask_again (TesseraLoopback *self, const char *target);

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
