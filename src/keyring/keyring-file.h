/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* In a sandbox libsecret keeps all items in one encrypted file. It reads the file again only if the
 * modification time differs, in whole seconds: with two writers in one second, a process that read
 * after the first never sees what the second wrote. So each write moves that time on by a second.
 * libsecret before 0.21.1 never reads the file again: there it is left alone. */

/* Returns: the file's modification time, in seconds since 1970, or 0 without a file. To be asked
 * before a write, under the lock that all writers hold. */
gint64 tessera_keyring_file_get_time (void);

/* After a write: makes the file's modification time later than @before, what
 * tessera_keyring_file_get_time() returned before the write. */
void tessera_keyring_file_move_on (gint64 before);

/* Before each write, with the store-wide lock held: makes libsecret read the file again. libsecret
 * 0.21 notes the file's time only after it has read the file; where another process wrote between
 * the two, it would neither read again nor write ("externally modified"). Returns: what to hand to
 * tessera_keyring_file_move_on() after the write. */
gint64 tessera_keyring_file_begin (void);

/* Whether the file can be written, or made where there is none, its directory included, with room
 * for it to grow. Only where there is such a file. Errors: TESSERA_KEYRING_ERROR_FAILED. */
gboolean tessera_keyring_file_check_writable (GError **error);
