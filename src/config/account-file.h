/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* One accounts.conf: its groups, and the text for the lines that they stand on. */
typedef struct
{
  char *path;
  char *text;        /* as read; "" where there is no file */
  GKeyFile *keys;    /* empty where there is no file, or a broken one */
  gboolean editable; /* its comments are in @keys, so that it can be written */
} TesseraAccountFile;

/* $XDG_CONFIG_HOME/tessera/accounts.conf: the person's. (transfer full) */
char *tessera_account_file_get_path (void);

/* tessera/accounts.conf in each of XDG_CONFIG_DIRS: the administrator's, the most important one
 * first, whether they exist or not. (transfer full) */
char **tessera_account_file_get_system_paths (void);

/* Where the file really is: people keep theirs in a repository, with a symbolic link here.
 * @path: absolute. Returns: (transfer full), @path itself where it is no link */
char *tessera_account_file_follow_links (const char *path);

/* Returns: (transfer full), always an object: an empty one where there is no file, or one that is
 * broken. Errors: TESSERA_CONFIG_ERROR_INVALID (broken, with the line), _FAILED (cannot be read).
 */
TesseraAccountFile *tessera_account_file_read (const char *path, GError **error);

/* The same, in order to change and write it: with the comments in @keys, which take their time. */
TesseraAccountFile *tessera_account_file_edit (const char *path, GError **error);

/* Appends the file's accounts to @configs (element-type TesseraAccountConfig), which takes them.
 * @read_only: they are an administrator's. Returns: whether every group is an account; those that
 * are not are left out. Errors: TESSERA_CONFIG_ERROR_INVALID, of the first of them with its line.
 */
gboolean tessera_account_file_get_configs (TesseraAccountFile *self,
                                           gboolean read_only,
                                           GPtrArray *configs,
                                           GError **error);

/* Replaces a file from tessera_account_file_edit() in one step, with the comments and the keys that
 * nobody here knows still in it, for whoever holds the lock "accounts". A new file has mode 0600
 * and its directory 0700; one that is there keeps its mode. A symbolic link is followed. Errors:
 * TESSERA_CONFIG_ERROR_FAILED, also where it would be too large to be read again. */
gboolean tessera_account_file_write (TesseraAccountFile *self, GError **error);

void tessera_account_file_free (TesseraAccountFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAccountFile, tessera_account_file_free)
