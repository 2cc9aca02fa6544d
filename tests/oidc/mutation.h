/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The document with one to four changes that break parsers, the same for the same @random. A copy
 * without a NUL behind it, so that a sanitizer sees a byte read too many. (transfer full) */
GBytes *mutation_make (GRand *random, const char *document);
