/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* base64url without padding (RFC 7515 §2). */

/* Decodes @length bytes at @text (-1: up to the NUL). Strict: no padding, no blank, no bit set
 * after the last byte. Returns: (transfer full) (nullable): NULL if @text is not base64url. */
GBytes *oidc_base64url_decode (const char *text, gssize length);

/* The same for text that may be padded, or plain base64 (RFC 4648 §4). Some providers write the
 * numbers of their keys so. */
GBytes *oidc_base64url_decode_any (const char *text);

/* Returns: (transfer full). @data: @length bytes; may be NULL where @length is 0. */
char *oidc_base64url_encode (gconstpointer data, gsize length);
