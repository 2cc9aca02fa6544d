/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A random text, and the number of its copies in the writable memory of this process. The needle
 * itself is kept masked, and is no copy. */
typedef struct
{
  gsize length; /* bytes */
  guint8 masked[];
} Needle;

/* @length: of the text, in bytes, which are letters and digits. */
Needle *needle_new (gsize length);
void needle_free (Needle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Needle, needle_free)

/* Writes the text to @memory, which has room for it, without a NUL. */
void needle_write (const Needle *self, char *memory);

/* Appends the text to @string. */
void needle_append (const Needle *self, GString *string);

/* Whether the text is at @memory. */
gboolean needle_is_at (const Needle *self, const char *memory);

/* Returns: how often the text stands in the heap, the stacks and the libraries' variables. */
guint needle_count (const Needle *self);
