/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Reads one line from standard input, without echo where that is a terminal. Returns: (transfer
 * full) the line without its end. Errors: G_OPTION_ERROR where there is none or it is not text;
 * G_IO_ERROR_CANCELLED. */
char *tessera_secret_input_read (GCancellable *cancellable, GError **error);
