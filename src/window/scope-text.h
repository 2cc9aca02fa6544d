/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The scopes of a token (RFC 6749 §3.3, parted by spaces) as the page shows them: many would push
 * everything else out of sight. @scope: (nullable) all of them. */

/* Whether tessera_scope_text_shorten() leaves any out. */
gboolean tessera_scope_text_is_long (const char *scope);

/* Returns: (transfer full) (nullable) @scope, or the first of many and how many more there are,
 * translated. */
char *tessera_scope_text_shorten (const char *scope);
