/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* One accounts.conf: its groups, and the lines that they stand on. */
typedef struct
{
  char *path;
  char *text;
  GKeyFile *keys; /* empty where there is no file, or a broken one */
} TesseraAccountFile;

/* The person's file, $XDG_CONFIG_HOME/tessera/accounts.conf; and those of the administrator, the
 * most important one first. (transfer full) */
char *tessera_account_file_get_path (void);
char **tessera_account_file_get_system_paths (void);

/* Where the file really is: people keep theirs in a repository, with a symbolic link here. */
char *tessera_account_file_follow_links (const char *path);

/* Always returns an object; no file there is an empty one. *error (nullable) tells with the line
 * what is broken, or why it cannot be read. Errors: TESSERA_CONFIG_ERROR_INVALID, _FAILED. */
TesseraAccountFile *tessera_account_file_read (const char *path, GError **error);

/* Appends the file's accounts to @configs (element-type TesseraAccountConfig). A group that holds
 * none is left out, and the first such is told in *error with its line:
 * TESSERA_CONFIG_ERROR_INVALID. */
gboolean tessera_account_file_get_configs (TesseraAccountFile *self,
                                           gboolean read_only,
                                           GPtrArray *configs,
                                           GError **error);

/* Replaces the file (mode 0600, its directory 0700) in one step, with the comments and the keys
 * that nobody here knows still in it. A symbolic link is followed. Errors:
 * TESSERA_CONFIG_ERROR_FAILED. */
gboolean tessera_account_file_write (TesseraAccountFile *self, GError **error);

/* All accounts of all files, the person's first; *problem is the first thing wrong with any of
 * them. An ID that an administrator uses is left out of the person's, and a name that is there
 * twice is a problem. Returns: (transfer full) (element-type TesseraAccountConfig) */
GPtrArray *tessera_account_files_read (GError **problem);

void tessera_account_file_free (TesseraAccountFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAccountFile, tessera_account_file_free)
