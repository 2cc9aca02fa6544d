/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "oidc-json-limits.h"

/* Typed readers of untrusted JSON that never crash. A strict scanner (RFC 8259) runs first
 * and bounds size and nesting: json-glib alone crashes on deep nesting, cuts strings at an
 * escaped NUL, and accepts comments, single quotes, duplicate members and two documents. */

/* Checks that the @length bytes at @text are exactly one JSON value (RFC 8259): UTF-8 without
 * overlong forms, surrogates or NUL, no duplicate member in an object, no escaped NUL, nesting of
 * at most OIDC_JSON_MAX_DEPTH, size of at most @limit bytes, a bounded number of values and
 * members. A byte-order mark before it is passed over (RFC 8259 §8.1). Errors: OIDC_ERROR_MALFORMED
 * (with the offset in bytes, never with the text), OIDC_ERROR_TOO_LARGE. */
gboolean oidc_json_validate (const char *text, gsize length, gsize limit, GError **error);

/* Whether @document looks like a JSON object at first sight, and not like a page. */
gboolean oidc_json_begins_object (GBytes *document);

/* Validates as above and parses an object. A number that neither a gint64 nor a double can hold
 * is an error only for whoever reads it: as an integer it is out of range. To show it, use
 * oidc_json_reindent() or oidc_json_dup_source(): json-glib would print another number.
 * Returns: (transfer full) */
JsonObject *oidc_json_parse_object (const char *text, gsize length, gsize limit, GError **error);

/* Validates as above and indents the text anew. Members keep their order, strings and numbers
 * stay as they were written. @indent: blanks a level; 0: all on one line. Returns: (transfer
 * full) */
char *
oidc_json_reindent (const char *text, gsize length, gsize limit, guint indent, GError **error);

/* The value of @member in the outermost object of @text, as it was written. @text: has been
 * parsed with oidc_json_parse_object(). Returns: (transfer full) (nullable): NULL if it is
 * missing. */
char *oidc_json_dup_source (const char *text, gsize length, const char *member);

/* Readers of a member that decides something. Each returns FALSE with OIDC_ERROR_MALFORMED, naming
 * the member and never its value, if it is there with another type or, for those that require it,
 * missing (null counts as missing). Where it may be missing, *value becomes NULL (0 for numbers)
 * and TRUE returns. Strings are (transfer none), owned by the object; lists of strings are
 * (transfer full), and with @or_string a string stands for a list of one. *value is untouched on
 * failure. */
gboolean oidc_json_require_string (JsonObject *object,
                                   const char *member,
                                   const char **value,
                                   GError **error);
gboolean oidc_json_optional_string (JsonObject *object,
                                    const char *member,
                                    const char **value,
                                    GError **error);
gboolean oidc_json_optional_strings (JsonObject *object,
                                     const char *member,
                                     gboolean or_string,
                                     char ***value,
                                     GError **error);
/* A NumericDate (RFC 7519 §2): an integer, or a number that is cut to one. *present (nullable)
 * tells whether it is there. Out of the range of a gint64: an error. */
gboolean oidc_json_optional_integer (JsonObject *object,
                                     const char *member,
                                     gboolean *present,
                                     gint64 *value,
                                     GError **error);

/* Readers of a member that decides nothing. A value of another type, and an empty string,
 * counts as missing. */

/* (transfer none) (nullable) */
const char *oidc_json_find_string (JsonObject *object, const char *member);

/* A list of strings, or a string for a list of one. (transfer full) (nullable) */
char **oidc_json_find_strings (JsonObject *object, const char *member);

gboolean oidc_json_find_boolean (JsonObject *object, const char *member);

/* A number, or a number in a string ("3600"); a fraction is cut off. Returns FALSE, and leaves
 * *value alone, where it is missing, no number or out of range. */
gboolean oidc_json_find_integer (JsonObject *object, const char *member, gint64 *value);
