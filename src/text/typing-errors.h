/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many bytes have to be replaced, left out, put in, or swapped with their neighbour to make @a
 * of @b (optimal string alignment). */
guint tessera_typing_errors_count (const char *a, const char *b);

/* Whether somebody who typed @typed may have meant @meant. */
gboolean tessera_typing_errors_few (const char *typed, const char *meant);
