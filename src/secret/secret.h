/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Memory that held a credential is overwritten before it is given back. */

/* Overwrites @secret (nullable, NUL-terminated) with zeros in a way that the compiler keeps, and
 * frees it. */
void tessera_secret_free (char *secret);

/* The same for a GString (nullable), its whole allocation. */
void tessera_secret_string_free (GString *secret);

/* A GBytes over a copy of @length bytes at @data, which is overwritten when the last reference
 * goes. */
GBytes *tessera_secret_bytes_new (gconstpointer data, gsize length);

typedef char TesseraSecret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSecret, tessera_secret_free)
