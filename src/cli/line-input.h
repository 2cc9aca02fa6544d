/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Bytes that a line may have. */
#define TESSERA_LINE_INPUT_MAX 4096

/* Reads one line from standard input; what follows it stays unread. Where standard input is a
 * terminal, @prompt is written to standard error first, and with @hidden what is typed is not
 * shown. Returns: (transfer full) (nullable) the line without its end, UTF-8; NULL without an error
 * at the end of the input (Ctrl-D). Errors: G_OPTION_ERROR_BAD_VALUE where it is not text or too
 * long; G_IO_ERROR_CANCELLED. */
char *tessera_line_input_read (const char *prompt,
                               gboolean hidden,
                               GCancellable *cancellable,
                               GError **error);
