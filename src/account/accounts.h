/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* The configured accounts, in the order of the files: a GListModel of TesseraAccount over
 * $XDG_CONFIG_HOME/tessera/accounts.conf and the administrator's /etc/xdg/tessera/accounts.conf
 * (read-only; a person's group never overrides one). A broken file is reported with its line and
 * never overwritten. */

#define TESSERA_TYPE_ACCOUNTS (tessera_accounts_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAccounts, tessera_accounts, TESSERA, ACCOUNTS, GObject)

/* @watch: follow changes that other processes make to the files (the window). Always returns an
 * object; what could be read is in the list, and *error (nullable) tells what was broken. */
TesseraAccounts *tessera_accounts_new (gboolean watch, GError **error);

/* The problem that the files have now, NULL if none. Emits notify::problem. */
const GError *tessera_accounts_get_problem (TesseraAccounts *self);

/* By name. (transfer none). Errors: TESSERA_CONFIG_ERROR_UNKNOWN (with the names there are, if
 * few). */
TesseraAccount *tessera_accounts_find (TesseraAccounts *self, const char *name, GError **error);
TesseraAccount *tessera_accounts_find_id (TesseraAccounts *self, const char *id);

/* Checks @config (its id is ignored: a new one is made) and writes it under a lock, atomically,
 * onto what the file holds by then. Returns: (transfer none) the new account. Errors:
 * TESSERA_CONFIG_ERROR_INVALID, _EXISTS, _FAILED. */
TesseraAccount *
tessera_accounts_add (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error);

/* Replaces the configuration of the account with @config's id. Errors also: _READ_ONLY, _UNKNOWN.
 */
gboolean
tessera_accounts_update (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error);

/* Reads the files again. Where @watch this happens by itself. */
void tessera_accounts_reload (TesseraAccounts *self);

/* Takes the account of that ID out of the person's file, under a lock; none there is no error.
 * Errors: TESSERA_CONFIG_ERROR_READ_ONLY, _INVALID, _FAILED. */
gboolean tessera_accounts_forget (TesseraAccounts *self, const char *id, GError **error);

/* Forgets the token set and client secret, the state, then the configuration. A keyring that is
 * absent or locked keeps an account that is signed in; nobody can tell what it holds of it. */
void tessera_accounts_remove_async (TesseraAccounts *self,
                                    TesseraAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
tessera_accounts_remove_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);
