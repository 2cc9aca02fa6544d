/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* @text without what a person, or the page that they copied it from, puts around a value:
 * blanks, control characters, quotes of any kind, < and >. What is not UTF-8 stays as it is.
 * Returns: (transfer full) */
char *tessera_pasted_text_strip (const char *text);

/* The same of an address, which also loses the full stop, comma or semicolon of the sentence that
 * it stood in. Returns: (transfer full) */
char *tessera_pasted_text_strip_address (const char *text);
