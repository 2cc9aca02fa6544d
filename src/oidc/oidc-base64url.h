/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* base64url without padding (RFC 7515 §2). */

/* Decodes @length bytes at @text (-1: up to the NUL), strictly: no padding, no blank, and no bit set
 * after the last byte, so that no two texts mean the same bytes.
 * Returns: (transfer full) (nullable): NULL if @text is not base64url. */
GBytes *oidc_base64url_decode (const char *text, gssize length);

/* The same for text that may also be padded, or plain base64 (RFC 4648 §4), as some providers write the
 * numbers of their keys. */
GBytes *oidc_base64url_decode_any (const char *text);

/* Returns: (transfer full). @data: @length bytes; may be NULL where @length is 0. */
char *oidc_base64url_encode (gconstpointer data, gsize length);
