/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "commit.h"

/* One change of a stored session; no other code changes one:
 *
 *   begin    waits for the account's lock, so that no other process can change the session
 *   load     loads what is currently stored
 *   prepare  before a step that only a later commit completes (using up a refresh token):
 *            anything that could prevent the commit fails here
 *   commit   writes keyring and record, in the order that survives a kill in between
 *   free     releases the locks
 *
 * Waiting for a lock is cancellable. Nothing here has a deadline but the keyring's calls; a flow
 * has one. One operation at a time; the transaction must live until it has finished. */
typedef struct _TesseraTransaction TesseraTransaction;

/* Errors: TESSERA_FILES_ERROR (no lock can be had), G_IO_ERROR_CANCELLED. Returns: (transfer full)
 */
void tessera_transaction_begin_async (TesseraStore *store,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TesseraTransaction *tessera_transaction_begin_finish (GAsyncResult *result, GError **error);
void tessera_transaction_free (TesseraTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraTransaction, tessera_transaction_free)

/* Releases the locks and deletes their file, for a removed account. */
void tessera_transaction_discard (TesseraTransaction *self);

/* Loads the token set from memory or the keyring, regardless of the record. Asks to unlock the
 * keyring. Errors: TESSERA_KEYRING_ERROR, OIDC_ERROR_MALFORMED,
 * OIDC_ERROR_UNSUPPORTED (a newer Tessera wrote it). Returns: (transfer full) (nullable) NULL
 * without an error: there is none. */
void tessera_transaction_load_async (TesseraTransaction *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
OidcTokens *tessera_transaction_load_finish (GAsyncResult *result, GError **error);

/* Checks that a commit can be written: the record's directory is writable, and the keyring can be
 * unlocked and stores items. The loaded item is stored again, with different white space, so that
 * any prompt to unlock the keyring or to allow the write appears now; if nothing was loaded, the
 * keyring is only unlocked. Errors: TESSERA_STORE_ERROR_FAILED, TESSERA_FILES_ERROR,
 * TESSERA_KEYRING_ERROR. */
void tessera_transaction_prepare_async (TesseraTransaction *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean tessera_transaction_prepare_finish (GAsyncResult *result, GError **error);

/* Waits for what a write would wait for, the lock of the keyring's file where there is one: before
 * writes that must not be kept from one another. Errors: TESSERA_FILES_ERROR,
 * G_IO_ERROR_CANCELLED. */
void tessera_transaction_lock_keyring_async (TesseraTransaction *self,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean tessera_transaction_lock_keyring_finish (GAsyncResult *result, GError **error);

/* Deletes the client secret, which no other call here touches. Errors: TESSERA_FILES_ERROR,
 * TESSERA_KEYRING_ERROR. */
void tessera_transaction_delete_client_secret_async (TesseraTransaction *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
gboolean tessera_transaction_delete_client_secret_finish (GAsyncResult *result, GError **error);

/* Stores @tokens (NULL: nothing) in place of what was loaded: tessera_commit_async(). */
void tessera_transaction_commit_async (TesseraTransaction *self,
                                       OidcTokens *tokens,
                                       TesseraCommitMode mode,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean tessera_transaction_commit_finish (GAsyncResult *result, GError **error);

/* Corrects the record for @tokens, which are already in the keyring: the process that stored
 * them may have been killed before it wrote the record. Then emits "changed" of the store.
 * Errors: TESSERA_STORE_ERROR_FAILED. */
gboolean tessera_transaction_repair (TesseraTransaction *self, OidcTokens *tokens, GError **error);
