/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* The client secret of an account (RFC 6749 §2.3.1), an item of its own in the keyring. */

/* finish returns: (transfer full) (nullable) NULL without an error: there is none. Errors:
 * TESSERA_KEYRING_ERROR, G_IO_ERROR_CANCELLED. */
void tessera_client_secret_lookup_async (TesseraStore *store,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
char *tessera_client_secret_lookup_finish (GAsyncResult *result, GError **error);

/* Stores @secret; NULL deletes what is stored. Errors: TESSERA_KEYRING_ERROR, TESSERA_FILES_ERROR,
 * G_IO_ERROR_CANCELLED: it is then as it was. */
void tessera_client_secret_set_async (TesseraStore *store,
                                      const char *secret,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean tessera_client_secret_set_finish (GAsyncResult *result, GError **error);
