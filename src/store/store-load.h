/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* Loads the token set from memory or the keyring, without the account's lock, for callers that
 * do not change it. Asks to unlock the keyring. If the record and the keyring contradict each
 * other (the file was lost or damaged, or another program deleted the item), the record is
 * corrected under the lock.
 *
 * finish returns: (transfer full). Errors: TESSERA_STORE_ERROR_NOT_SIGNED_IN, also if the item
 * is missing from an unlocked keyring; TESSERA_STORE_ERROR_ENDED; TESSERA_STORE_ERROR_FAILED:
 * the record cannot be read; TESSERA_KEYRING_ERROR; those of oidc_tokens_load();
 * G_IO_ERROR_CANCELLED. */
void tessera_store_load_async (TesseraStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
OidcTokens *tessera_store_load_finish (TesseraStore *self, GAsyncResult *result, GError **error);
