/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Takes @secret out of @text: as it is, as JSON may write it ("\/"), and as in a URI; and what
 * @text ends with, if that may be its beginning, since a text may have been cut. What stands in its
 * place says so. Returns: (transfer full) */
char *tessera_redaction_make (const char *text, const char *secret);
