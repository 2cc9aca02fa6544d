/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The scopes of a token (RFC 6749 §3.3, parted by spaces), each for itself. @scope: (nullable) all
 * of them. Returns: (transfer full) NULL-terminated */
char **tessera_scope_text_split (const char *scope);
