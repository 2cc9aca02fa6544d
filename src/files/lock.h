/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The room files: files as they may be found on a person's disk.
 *
 *   lock            one change at a time, across processes
 *   regular-file    read, bounded, and never a pipe
 *   replaced-file   written in one step, or not at all
 *
 * Knows no other room. Errors: TESSERA_FILES_ERROR of a lock, G_FILE_ERROR of reading and writing,
 * each with the path and the reason in the message. */

/* One change at a time, across processes: flock(2) on a file beside the accounts' state,
 * $XDG_DATA_HOME/tessera/ID.lock. It is waited for in a worker thread; a process that ends, however
 * it ends, releases its locks. */
typedef struct _TesseraLock TesseraLock;

/* Waits for the lock for as long as another one has it, or until @cancellable.
 * @id: the account's, or "keyring" for the store-wide lock, or "accounts" for accounts.conf.
 * finish returns: (transfer full). Errors: TESSERA_FILES_ERROR at once where no waiting would help
 * (_NO_LOCKS: the file system has none), G_IO_ERROR_CANCELLED. */
void tessera_lock_acquire_async (const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TesseraLock *tessera_lock_acquire_finish (GAsyncResult *result, GError **error);

void tessera_lock_release (TesseraLock *self);

/* Releases the lock and removes its file, for an account that is no more. */
void tessera_lock_discard (TesseraLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraLock, tessera_lock_release)
