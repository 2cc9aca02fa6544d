/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* The credentials that the account's ID token was exchanged for (AWS), stored in the Secret
 * Service as one text, whose format the caller defines. Deleted when the session ends and at
 * each sign-in. */

/* finish returns: (transfer full) (nullable), NULL without an error if there are none. Errors:
 * TESSERA_KEYRING_ERROR, G_IO_ERROR_CANCELLED. */
void tessera_account_load_exchanged_async (TesseraAccount *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *
tessera_account_load_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error);

/* Replaces them. Errors: the same. */
void tessera_account_store_exchanged_async (TesseraAccount *self,
                                            const char *text,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
tessera_account_store_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error);
