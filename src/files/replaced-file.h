/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Replaces the file at @path in one step: whoever reads it, also after a crash, finds what was
 * there or what is written now. The caller holds the lock of all who write this file: what a writer
 * that was killed has left beside it (PATH.tessera-XXXXXX) is removed. @text: @length bytes. @mode:
 * of a new file; a file that is there keeps its own. @durable: on return the new text is on the
 * disk. Errors: G_FILE_ERROR, with the path in the message; the file is as it was. */
gboolean tessera_replaced_file_write (const char *path,
                                      const char *text,
                                      gsize length,
                                      int mode,
                                      gboolean durable,
                                      GError **error);
