/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* The accounts of all files together: the person's accounts.conf and the administrator's. What an
 * administrator deploys wins: a group of the person's with the same ID is left out. */

/* All accounts, the person's first. *problem: (nullable) the first thing that is wrong with any of
 * the files: one cannot be read (TESSERA_CONFIG_ERROR_FAILED), or TESSERA_CONFIG_ERROR_INVALID: a
 * broken file, a group that is no account or has an administrator's ID, a name that two have.
 * Returns: (transfer full) (element-type TesseraAccountConfig) */
GPtrArray *tessera_account_files_read (GError **problem);

/* These change the person's file, and block until it is on the disk: for a worker thread, and for
 * whoever holds the lock "accounts". Errors: TESSERA_CONFIG_ERROR_INVALID (@config cannot work, or
 * the file is broken), _EXISTS (another account has the name), _FAILED. */

/* @config has an ID that no account has. */
gboolean tessera_account_files_add (const TesseraAccountConfig *config, GError **error);

/* Replaces the account with @config's ID. Errors also: _UNKNOWN, _READ_ONLY. */
gboolean tessera_account_files_update (const TesseraAccountConfig *config, GError **error);

/* Makes the change from @before to @after, which have the same ID, in the account as it is by now:
 * what another process changed meanwhile stays. Errors also: _UNKNOWN, _READ_ONLY. */
gboolean tessera_account_files_apply (const TesseraAccountConfig *before,
                                      const TesseraAccountConfig *after,
                                      GError **error);

/* Undoes that change, but leaves what was changed again since. Errors: the same. */
gboolean tessera_account_files_take_back (const TesseraAccountConfig *before,
                                          const TesseraAccountConfig *after,
                                          GError **error);

/* None with that ID there is no error. */
gboolean tessera_account_files_remove (const char *id, GError **error);
