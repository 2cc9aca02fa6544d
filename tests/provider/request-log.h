/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* Who asked for what on which connection: method, path, connection (a number), status (0 while
 * there is no answer), and what an endpoint notes beside. No query and no body. */
typedef struct _RequestLog RequestLog;

RequestLog *request_log_new (void);
void request_log_free (RequestLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RequestLog, request_log_free)

/* Notes a request; its status follows when the answer has been sent. */
void request_log_add (RequestLog *self, SoupServerMessage *message);

/* Adds a member to the entry of @message. Nothing secret. */
void request_log_note (SoupServerMessage *message, const char *name, const char *value);
void request_log_reset (RequestLog *self);

/* Returns: (transfer none) */
JsonArray *request_log_get (RequestLog *self);
