/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

/* The writes of one change, in the order that survives a kill in between. */

typedef enum
{
  TESSERA_COMMIT_DEFAULT,
  /* A token set whose record cannot be written is taken out of the keyring again, or what was
   * loaded is put back. For a sign-in: nobody would find the session. (A renewal keeps it: what was
   * loaded is worth nothing any more.) */
  TESSERA_COMMIT_ALL_OR_NOTHING,
} TesseraCommitMode;

/* Stores @tokens: a token set; that of an ended session, which has only the ID token for the
 * provider's sign-out; or NULL, which deletes the item. Then emits "changed" of @store. The caller
 * must hold the account's lock and that of the keyring's file (TesseraTransaction). @before:
 * (nullable) the text of the replaced item. Errors of finish: TESSERA_KEYRING_ERROR: the keyring is
 * unchanged; TESSERA_STORE_ERROR_FAILED: the record could not be written, but the keyring contains
 * @tokens, unless @mode says otherwise. */
void tessera_commit_async (TesseraStore *store,
                           const char *before,
                           OidcTokens *tokens,
                           TesseraCommitMode mode,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean tessera_commit_finish (GAsyncResult *result, GError **error);
