/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* A file of accounts to share with others, FILE.tessera: a key file like accounts.conf, without
 * secrets, IDs and the paths of local files.
 *
 *   [Tessera Accounts]
 *   Version=1
 *
 *   [account-1]
 *   Name=Work
 *   Issuer=https://login.example.com/
 *   …
 *
 * The file is untrusted: its size is limited, control characters are rejected (a name may have the
 * marks of direction, U+200E and U+200F), and each account must pass
 * tessera_account_config_check(). */

#define TESSERA_ACCOUNT_EXCHANGE_MAX_SIZE     (256 * 1024) /* bytes */
#define TESSERA_ACCOUNT_EXCHANGE_MAX_ACCOUNTS 100
#define TESSERA_ACCOUNT_EXCHANGE_MIME_TYPE    "application/x-tessera"

/* What a file holds. */
typedef struct
{
  GPtrArray *configs; /* element-type TesseraAccountConfig, without IDs, in the file's order */
  char *
    *dropped; /* never NULL: the keys that are not taken over, unknown ones and names of files */
} TesseraAccountExchange;

/* Reads @length bytes of @text. Errors: TESSERA_CONFIG_ERROR_INVALID, naming what is wrong with the
 * whole file, or with the first account that cannot work. */
TesseraAccountExchange *
tessera_account_exchange_read (const char *text, gsize length, GError **error);
void tessera_account_exchange_free (TesseraAccountExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAccountExchange, tessera_account_exchange_free)

/* The same of the file at @path, which blocks while it is read. Errors also: G_FILE_ERROR. */
TesseraAccountExchange *tessera_account_exchange_read_path (const char *path, GError **error);

/* The text of a file with @configs (element-type TesseraAccountConfig). (transfer full) */
char *tessera_account_exchange_write (GPtrArray *configs);

/* Whether a file with this text, which tessera_account_exchange_write() made, can be read again:
 * an account may have longer values than a file. Errors: those of tessera_account_exchange_read().
 */
gboolean tessera_account_exchange_check (const char *text, GError **error);

/* Whether part of @config is not exported: the paths of local files. */
gboolean tessera_account_exchange_leaves_files (const TesseraAccountConfig *config);

/* The hosts that an imported account contacts besides the issuer's: those of its own endpoints,
 * with a port that is not the usual one. Another port is another host. Returns: (transfer full),
 * never NULL */
char **tessera_account_exchange_find_other_hosts (const TesseraAccountConfig *config);
