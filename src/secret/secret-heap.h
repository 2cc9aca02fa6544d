/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A program that is linked with this has a free() and a realloc() of its own, and so has every
 * library in its process: memory is overwritten with zeros before it is given back, so that no
 * buffer that held a credential, whoever allocated it, leaves one behind. What is in memory that is
 * not from malloc() stays: stacks, and GLib's slices before GLib 2.76, which hold structures and no
 * text.
 *
 * Without glibc, or under a sanitizer, which has a free() already, nothing is overwritten. */

/* Returns: whether it is in force in this process. */
gboolean tessera_secret_heap_wipes (void);
