/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Total, typed readers of untrusted JSON. A strict validator (RFC 8259) of our own goes first and
 * bounds size and nesting, since json-glib alone crashes on deep nesting, cuts strings at an
 * escaped NUL, and takes comments, single quotes, duplicate members and two documents. */

#define OIDC_JSON_MAX_DEPTH   32
#define OIDC_JSON_MAX_MEMBERS 1024              /* in one object */
#define OIDC_JSON_MAX_VALUES  65536             /* in the whole text */
#define OIDC_JSON_MAX_SIZE    (1024 * 1024)     /* bytes */
#define OIDC_JSON_MAX_JWKS    (4 * 1024 * 1024) /* bytes */

/* Checks that the @length bytes at @text are exactly one JSON value (RFC 8259): UTF-8 without
 * overlong forms, surrogates or NUL, no duplicate member in an object, no escaped NUL, nesting of
 * at most OIDC_JSON_MAX_DEPTH, size of at most @limit bytes, a bounded number of values and
 * members, and no number that a gint64 (an integer) or a double cannot hold. Errors:
 * OIDC_ERROR_MALFORMED (with the offset in bytes, never with the text), OIDC_ERROR_TOO_LARGE. */
gboolean oidc_json_validate (const char *text, gsize length, gsize limit, GError **error);

/* Validates as above and parses an object. Returns: (transfer full) */
JsonObject *oidc_json_parse_object (const char *text, gsize length, gsize limit, GError **error);

/* Readers. Each returns FALSE with OIDC_ERROR_MALFORMED, naming the member and never its value,
 * if it is there with another type or, for those that require it, missing (null counts as
 * missing). Where it may be missing, *value becomes NULL (0 for numbers, FALSE) and TRUE returns.
 * Strings are (transfer none), owned by the object; string arrays are (transfer full) and may be
 * given as a single string where @or_string. *value is untouched on failure. */
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
gboolean oidc_json_optional_boolean (JsonObject *object,
                                     const char *member,
                                     gboolean *value,
                                     GError **error);
/* A NumericDate or a number of seconds (RFC 7519 §2): an integer, or a number that is cut to one;
 * with @or_string a string of digits too (expires_in). *present (nullable) tells whether it is
 * there. Out of the range of a gint64, not finite: an error. */
gboolean oidc_json_optional_integer (JsonObject *object,
                                     const char *member,
                                     gboolean or_string,
                                     gboolean *present,
                                     gint64 *value,
                                     GError **error);
