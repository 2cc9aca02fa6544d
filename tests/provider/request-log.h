/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* Who asked for what on which connection: method, path, connection (a number), status (0 while
 * there is no answer). No query and no body. */
typedef struct _RequestLog RequestLog;

RequestLog *request_log_new (void);
void request_log_free (RequestLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RequestLog, request_log_free)

/* Notes a request; its status follows when the answer has been sent. */
void request_log_add (RequestLog *self, SoupServerMessage *message);
void request_log_reset (RequestLog *self);

/* Returns: (transfer none) */
JsonArray *request_log_get (RequestLog *self);
