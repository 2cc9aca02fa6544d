/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* In a sandbox libsecret keeps all items in one encrypted file, which it reads again only when the
 * file's modification time differs, in whole seconds. Two writers in one second, and whoever read
 * after the first has the old token for good. So each write moves that time on by a second. */

/* Returns: (nullable) where the file is; NULL where the keyring is the Secret Service. */
char *tessera_keyring_file_get_path (void);

/* Its modification time, in seconds since 1970; 0: there is no file. To be asked before a write,
 * under the lock that all writers hold. */
gint64 tessera_keyring_file_get_time (void);

/* After a write: leaves the file with a time that none of its states before had. @before: what
 * tessera_keyring_file_get_time() said before the write. */
void tessera_keyring_file_move_on (gint64 before);

/* Call it before each write, with the store-wide lock held, and tessera_keyring_file_move_on()
 * after it with what it returns: libsecret 0.21 takes the file's time after its first reading for
 * that of what it has read, and where another process wrote between the two it would neither read
 * again nor write ("externally modified"). */
gint64 tessera_keyring_file_begin (void);

/* Whether the file can be written, or made where there is none, its directory included, with room
 * for it to grow. Only where there is such a file. Errors: TESSERA_KEYRING_ERROR_FAILED. */
gboolean tessera_keyring_file_check_writable (GError **error);
