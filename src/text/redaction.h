/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Takes @secret out of @text, with each of its characters as it is, as JSON may write it ("\/",
 * "\u002f"), or as in a URI ("%2F"); and its beginning, where that is long, or @text ends with it,
 * since a text may have been cut. What stands in its place says so. Returns: (transfer full) */
char *tessera_redaction_make (const char *text, const char *secret);
