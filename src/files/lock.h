/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One change at a time, across processes: flock(2) on a file beside the account's state. Waiting
 * for a lock is the one thing done in a worker thread. */
typedef struct _TesseraLock TesseraLock;

/* @id: the account's, or "keyring" for the store-wide lock, or "accounts" for accounts.conf. finish
 * returns: (transfer full) */
void tessera_lock_acquire_async (const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
TesseraLock *tessera_lock_acquire_finish (GAsyncResult *result, GError **error);

/* The same, waiting in the caller's thread: for short writes of files only. */
TesseraLock *tessera_lock_acquire (const char *id, GError **error);
void tessera_lock_release (TesseraLock *self);

/* Releases the lock and removes its file, for an account that is no more. */
void tessera_lock_discard (TesseraLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraLock, tessera_lock_release)
