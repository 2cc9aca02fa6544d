/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* The configured accounts, in the order of the files: a GListModel of TesseraAccount over
 * $XDG_CONFIG_HOME/tessera/accounts.conf and the administrator's /etc/xdg/tessera/accounts.conf
 * (read-only; the user's file cannot override them). An invalid file is reported with its line
 * number and never overwritten. */

#define TESSERA_TYPE_ACCOUNTS (tessera_accounts_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAccounts, tessera_accounts, TESSERA, ACCOUNTS, GObject)

/* @watch: follow changes that other processes make to the files (the window). Always returns an
 * object, with the accounts that could be read; *error (nullable) says what could not. */
TesseraAccounts *tessera_accounts_new (gboolean watch, GError **error);

/* The current problem of the files, or NULL. Emits notify::problem. */
const GError *tessera_accounts_get_problem (TesseraAccounts *self);

/* The configuration at @position, less than the number of items. Unlike getting the item, this does
 * not create the TesseraAccount, which would read its state file.
 * Returns: (transfer none), until the files are read again. */
const TesseraAccountConfig *tessera_accounts_get_config (TesseraAccounts *self, guint position);

/* Finds an account by name, otherwise by ID; an administrator's account takes precedence. (transfer
 * none). Errors: TESSERA_CONFIG_ERROR_UNKNOWN (with the existing names, if there are few). */
TesseraAccount *tessera_accounts_find (TesseraAccounts *self, const char *name, GError **error);

/* Whether a new account may be called @name. Errors: TESSERA_CONFIG_ERROR_EXISTS. */
gboolean tessera_accounts_check_free (TesseraAccounts *self, const char *name, GError **error);

/* The default account: the only one, or the one that the user chose. (transfer none) (nullable) */
TesseraAccount *tessera_accounts_find_default (TesseraAccounts *self);

/* Sets the default account by ID; NULL clears it. Waits for the lock of accounts.conf.
 * Errors: TESSERA_CONFIG_ERROR_FAILED; TESSERA_FILES_ERROR. */
gboolean tessera_accounts_set_default (const char *id, GError **error);

/* The account whose Hosts match @uri (a host or a URL) with the longest prefix. @is_whole: @uri is
 * the complete URL, so that without a path it does not match a path in Hosts. *user: (out)
 * (optional) (nullable) (transfer full): the user name for that host. Returns: (transfer none)
 * (nullable), NULL without an error if no account matches. Errors: TESSERA_CONFIG_ERROR_INVALID,
 * with both names, if two match equally. */
TesseraAccount *tessera_accounts_find_host (TesseraAccounts *self,
                                            const char *uri,
                                            gboolean is_whole,
                                            char **user,
                                            GError **error);

/* Whether @hosts (nullable), entries like those of the key Hosts, match @uri in the same way. */
gboolean
tessera_accounts_hosts_name (char **hosts, const char *uri, gboolean is_whole, char **user);

/* Whether any account could list the host of @uri, judging by the text of the files, including
 * accounts that cannot be read because of an invalid line. */
gboolean tessera_accounts_may_name (const char *uri);

/* Whether a token may be sent to @uri, a host or a URL, at all: not without encryption, except to
 * this computer. */
gboolean tessera_accounts_is_secure_host (const char *uri);

/* @host, one entry of Hosts, as the beginning of a URL: "https://git.example.com/group". (transfer
 * full) (nullable) */
char *tessera_accounts_make_url (const char *host);

/* (transfer none) (nullable) */
TesseraAccount *tessera_accounts_find_id (TesseraAccounts *self, const char *id);

/* Adds @config (with a new ID) to the current content of the user's file. Waits for the lock of
 * accounts.conf; @cancellable ends the wait, but does not undo what is written. finish returns:
 * (transfer none) the new account. Errors: TESSERA_CONFIG_ERROR_INVALID, _EXISTS, _FAILED;
 * TESSERA_ACCOUNT_ERROR_NOT_ALLOWED; TESSERA_FILES_ERROR; G_IO_ERROR_CANCELLED. */
void tessera_accounts_add_async (TesseraAccounts *self,
                                 const TesseraAccountConfig *config,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TesseraAccount *
tessera_accounts_add_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Applies the difference between @before and @after, which have the same ID, to the current content
 * of the file: changes that another process made to other fields are kept. Errors also:
 * TESSERA_CONFIG_ERROR_READ_ONLY, _UNKNOWN. */
void tessera_accounts_update_async (TesseraAccounts *self,
                                    const TesseraAccountConfig *before,
                                    const TesseraAccountConfig *after,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
tessera_accounts_update_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Undoes an update from @before to @after in the same way. A field that has changed again since
 * then is kept. */
void tessera_accounts_take_back_async (TesseraAccounts *self,
                                       const TesseraAccountConfig *before,
                                       const TesseraAccountConfig *after,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
tessera_accounts_take_back_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Deletes the account with this ID from the user's file; it is no error if there is none. */
void tessera_accounts_delete_entry_async (TesseraAccounts *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
tessera_accounts_delete_entry_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);

/* Reads the files again. With @watch this happens automatically. */
void tessera_accounts_reload (TesseraAccounts *self);

/* Removes the account and its stored data, then revokes its tokens at the provider (see
 * flow/removal.h). If the keyring is absent or locked, an account that is signed in is not removed,
 * since its tokens are unknown. *warning: (nullable) (out) after success, what could not be revoked
 * and why. Errors: TESSERA_CONFIG_ERROR_READ_ONLY, any room's. */
void tessera_accounts_remove_async (TesseraAccounts *self,
                                    TesseraAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean tessera_accounts_remove_finish (TesseraAccounts *self,
                                         GAsyncResult *result,
                                         GError **warning,
                                         GError **error);
