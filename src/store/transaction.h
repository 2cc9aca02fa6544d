/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "commit.h"

/* One change of what is kept of a session, and the only code that makes one:
 *
 *   begin    waits for the account's lock, so that no other process changes it meanwhile
 *   load     what is stored by now
 *   prepare  before something is done that only a later commit makes good (a refresh token is
 *            spent): whatever could keep the commit from being written comes up here
 *   commit   keyring and record, in the order that survives a kill in between
 *   free     lets go of the locks
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

/* Lets go of the locks and removes their file, for an account that is no more. */
void tessera_transaction_discard (TesseraTransaction *self);

/* The token set that is kept, in memory or in the keyring, whatever the record says. Asks the
 * person to unlock the keyring. Errors: TESSERA_KEYRING_ERROR, OIDC_ERROR_MALFORMED,
 * OIDC_ERROR_UNSUPPORTED (a newer Tessera wrote it). Returns: (transfer full) (nullable) NULL
 * without an error: there is none. */
void tessera_transaction_load_async (TesseraTransaction *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
OidcTokens *tessera_transaction_load_finish (GAsyncResult *result, GError **error);

/* Makes sure that a commit can be written: the record's directory takes files, and the keyring
 * opens and stores. What was loaded is stored once more, the same but for white space, so that a
 * prompt that asks the person to unlock it, or to let Tessera write, comes up now; where nothing
 * was loaded, the keyring is unlocked. Errors: TESSERA_STORE_ERROR_FAILED, TESSERA_FILES_ERROR,
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

/* Makes @tokens (nullable) what is kept: tessera_commit_async() with what was loaded. */
void tessera_transaction_commit_async (TesseraTransaction *self,
                                       OidcTokens *tokens,
                                       TesseraCommitMode mode,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean tessera_transaction_commit_finish (GAsyncResult *result, GError **error);

/* Writes the record of @tokens, which the keyring holds already, where it says something else: the
 * process that stored them may have been killed before it wrote it. Then tells "changed" of the
 * store. Errors: TESSERA_STORE_ERROR_FAILED. */
gboolean tessera_transaction_repair (TesseraTransaction *self, OidcTokens *tokens, GError **error);
