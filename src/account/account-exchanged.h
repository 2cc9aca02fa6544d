/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* What the account's ID token was exchanged for (AWS credentials), kept in the Secret Service: one
 * text, which whoever makes the exchange writes and reads. It goes when the session ends, and when
 * somebody signs in. */

/* finish returns: (transfer full) (nullable) NULL without an error: there is none. Errors:
 * TESSERA_KEYRING_ERROR, G_IO_ERROR_CANCELLED. */
void tessera_account_load_exchanged_async (TesseraAccount *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *
tessera_account_load_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error);

/* Replaces it. Errors: the same. */
void tessera_account_store_exchanged_async (TesseraAccount *self,
                                            const char *text,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
tessera_account_store_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error);
