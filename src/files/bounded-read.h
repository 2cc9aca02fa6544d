/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Reads @fd to its end, but no more than one byte over @limit: enough to be found too large. A
 * device, a pipe or a terminal may have no end. Returns: (transfer full) (nullable), NULL with
 * errno set. */
GString *tessera_bounded_read (int fd, gsize limit);
