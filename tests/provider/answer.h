/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* Answers of every kind. All say Cache-Control: no-store. */
void answer_json (SoupServerMessage *message, guint status, JsonObject *object);
void answer_text (SoupServerMessage *message, guint status, const char *type, const char *text);
void answer_redirect (SoupServerMessage *message, guint status, const char *location);

/* An OAuth error (RFC 6749 §5.2), with WWW-Authenticate where the client is to blame. */
void answer_error (SoupServerMessage *message, const char *error, const char *description);
