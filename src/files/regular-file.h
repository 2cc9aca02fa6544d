/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Reads the file at @path, of which no more than one byte over @limit: enough to be found too
 * large. Anything but a regular file is an error, so that a pipe keeps nobody waiting. *text:
 * (transfer full), NUL-terminated; *length: bytes. Errors: G_FILE_ERROR. */
gboolean tessera_regular_file_read (const char *path,
                                    gsize limit,
                                    char **text,
                                    gsize *length,
                                    GError **error);
