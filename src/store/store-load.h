/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* Loads the token set that is kept, in memory or in the keyring, without taking the account's lock:
 * for whoever hands a token out or shows one. Asks the person to unlock the keyring. Where the
 * record and the keyring contradict each other (a file that was lost or damaged, an item that
 * another program deleted), the record is set right under the lock.
 *
 * finish returns: (transfer full). Errors: TESSERA_STORE_ERROR_NOT_SIGNED_IN, also where the item
 * is gone from an open keyring; TESSERA_STORE_ERROR_ENDED; TESSERA_STORE_ERROR_FAILED: the record
 * cannot be read; TESSERA_KEYRING_ERROR; those of oidc_tokens_load(); G_IO_ERROR_CANCELLED. */
void tessera_store_load_async (TesseraStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
OidcTokens *tessera_store_load_finish (TesseraStore *self, GAsyncResult *result, GError **error);
