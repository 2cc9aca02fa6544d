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

/* The configuration at @position, less than the number of items. A TesseraAccount is made when it
 * is first asked for, and reads its state file then: whoever needs no more than this spares it.
 * Returns: (transfer none), until the files are read again. */
const TesseraAccountConfig *tessera_accounts_get_config (TesseraAccounts *self, guint position);

/* By name, else by ID; an administrator's account wins over a person's. (transfer none). Errors:
 * TESSERA_CONFIG_ERROR_UNKNOWN (with the names there are, if few). */
TesseraAccount *tessera_accounts_find (TesseraAccounts *self, const char *name, GError **error);

/* Whether a new account may be called @name. Errors: TESSERA_CONFIG_ERROR_EXISTS. */
gboolean tessera_accounts_check_free (TesseraAccounts *self, const char *name, GError **error);

/* The account that is meant where none is named: the only one, or the one that the person chose.
 * (transfer none) (nullable) */
TesseraAccount *tessera_accounts_find_default (TesseraAccounts *self);

/* Makes the account with this ID the default; NULL: none is. Waits for the lock of accounts.conf.
 * Errors: TESSERA_CONFIG_ERROR_FAILED; TESSERA_FILES_ERROR. */
gboolean tessera_accounts_set_default (const char *id, GError **error);

/* The account whose Hosts name @uri (a host, or a URL) with the longest prefix. @is_whole:
 * @uri is all of the URL, so that none without a path is below a path of Hosts. *user: (out)
 * (optional) (nullable) (transfer full): the user name that goes with that host. Returns: (transfer
 * none) (nullable), NULL without an error where no account names it. Errors:
 * TESSERA_CONFIG_ERROR_INVALID, naming both, where two name it equally well. */
TesseraAccount *tessera_accounts_find_host (TesseraAccounts *self,
                                            const char *uri,
                                            gboolean is_whole,
                                            char **user,
                                            GError **error);

/* Whether @hosts (nullable), entries like those of the key Hosts, name @uri, in the same way. */
gboolean
tessera_accounts_hosts_name (char **hosts, const char *uri, gboolean is_whole, char **user);

/* Whether an account may name the host of @uri, by the text of the files: also one that a broken
 * line keeps from being read. */
gboolean tessera_accounts_may_name (const char *uri);

/* Whether @uri is a host or a URL that a token may be sent to at all: not by http or
 * another scheme that is not encrypted, except to this computer. */
gboolean tessera_accounts_is_secure_host (const char *uri);

/* @host, one entry of Hosts, as the beginning of a URL: "https://git.example.com/group". (transfer
 * full) (nullable) */
char *tessera_accounts_make_url (const char *host);

/* (transfer none) (nullable) */
TesseraAccount *tessera_accounts_find_id (TesseraAccounts *self, const char *id);

/* Adds @config (its ID is ignored: a new one is made) to what the person's file holds by then.
 * Waits for the lock of accounts.conf, which @cancellable ends; what is written is not undone by
 * it. finish returns: (transfer none) the new account. Errors: TESSERA_CONFIG_ERROR_INVALID,
 * _EXISTS, _FAILED; TESSERA_FILES_ERROR; G_IO_ERROR_CANCELLED. */
void tessera_accounts_add_async (TesseraAccounts *self,
                                 const TesseraAccountConfig *config,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TesseraAccount *
tessera_accounts_add_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Makes the change from @before to @after, which have the same ID, in that account as the file has
 * it by then: what another process changed meanwhile, in other fields, stays. Errors also:
 * TESSERA_CONFIG_ERROR_READ_ONLY, _UNKNOWN. */
void tessera_accounts_update_async (TesseraAccounts *self,
                                    const TesseraAccountConfig *before,
                                    const TesseraAccountConfig *after,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
tessera_accounts_update_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Undoes an update from @before to @after, in the same way. A field that was changed again since is
 * left. */
void tessera_accounts_take_back_async (TesseraAccounts *self,
                                       const TesseraAccountConfig *before,
                                       const TesseraAccountConfig *after,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
tessera_accounts_take_back_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Takes the account of that ID out of the person's file, in the same way; none there is no error.
 */
void tessera_accounts_delete_entry_async (TesseraAccounts *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
tessera_accounts_delete_entry_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Reads the files again. Where @watch this happens by itself. */
void tessera_accounts_reload (TesseraAccounts *self);

/* Removes the account and all that is kept of it; its tokens are then revoked at the provider (see
 * flow/removal.h). A keyring that is absent or locked keeps an account that is signed in; nobody
 * can tell what it holds of it. *warning: (nullable) (out) after success, what could not be
 * revoked, and why. Errors: TESSERA_CONFIG_ERROR_READ_ONLY, any room's. */
void tessera_accounts_remove_async (TesseraAccounts *self,
                                    TesseraAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean tessera_accounts_remove_finish (TesseraAccounts *self,
                                         GAsyncResult *result,
                                         GError **warning,
                                         GError **error);
