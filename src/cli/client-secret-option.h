/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* The client secret that `add` and `edit` take on standard input (--client-secret-stdin). */

/* Reads it where the option was given. *secret: (out) (transfer full) (nullable). Errors: those of
 * tessera_secret_input_read(). */
gboolean tessera_client_secret_option_read (TesseraCall *call, char **secret, GError **error);

/* Stores @secret (nullable: deletes what is stored), and waits for it. Errors:
 * TESSERA_KEYRING_ERROR, G_IO_ERROR_CANCELLED. */
gboolean tessera_client_secret_option_store (TesseraCall *call,
                                             TesseraAccount *account,
                                             const char *secret,
                                             GError **error);
