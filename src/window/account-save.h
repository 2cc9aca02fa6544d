/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"

/* Writes an account's configuration and its client secret, both or neither: where the secret cannot
 * be stored, or this is cancelled before it is, the configuration is taken back. The application
 * lives until this has ended.
 *
 * @config: that of an account of @accounts, by its ID; or a new one, without an ID.
 * @client_secret: (nullable) the one to store; "" deletes a stored one; NULL leaves it. */
void tessera_account_save_async (TesseraAccounts *accounts,
                                 const TesseraAccountConfig *config,
                                 const char *client_secret,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Returns: (transfer full) the account. Errors: those of tessera_accounts_add() and
 * tessera_accounts_update(), of tessera_account_set_client_secret_async(), G_IO_ERROR_CANCELLED. */
TesseraAccount *
tessera_account_save_finish (TesseraAccounts *accounts, GAsyncResult *result, GError **error);
