/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room text: the one escaper of text that somebody else wrote (a provider, a token, a file, an
 * argument) before it stands in a message or on a terminal. It writes out what could drive a
 * terminal, break the line or make text look like another: control characters, line and paragraph
 * separators, invisible formatting characters (the bidirectional ones among them), surrogates, code
 * points that Unicode has not assigned. Knows no other room. */

/* Whether @c is one of these characters. */
gboolean tessera_text_is_deceptive (gunichar c);

/* @text: (nullable), need not be UTF-8. Such a character becomes \x1b below U+0100, \u202e below
 * U+10000, else \U000e0001; a byte that is not UTF-8 becomes \xff.
 * Returns: (transfer full) one line of UTF-8; "" for NULL. */
char *tessera_text_escape (const char *text);

/* The same for the first @max characters of @text, with an ellipsis where there are more. */
char *tessera_text_escape_start (const char *text, guint max);

/* The same for one line of serialised JSON (UTF-8), in JSON's own notation (RFC 8259 §7), so that
 * it stays the same JSON. (transfer full) */
char *tessera_text_escape_json (const char *json);
