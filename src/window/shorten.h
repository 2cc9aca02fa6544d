/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The first @max characters of @text (UTF-8), with an ellipsis where there are more: a long text is
 * laid out for too long. Returns: (transfer full) */
char *tessera_shorten (const char *text, glong max);
