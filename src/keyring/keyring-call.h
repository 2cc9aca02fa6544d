/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One call of the keyring: a GTask that ends by itself. libsecret waits for as long as a prompt
 * does, and ends a cancelled prompt only when the service says so. A call therefore returns when
 * its time is over or its caller cancels it, and what libsecret answers after that is dropped. */

/* @attributes: (transfer full) (nullable) of the item that it is about. Returns: (transfer full)
 * TESSERA_KEYRING_ERROR_LOCKED when its time is over, G_IO_ERROR_CANCELLED when @cancellable
 * (nullable) is cancelled. */
GTask *tessera_keyring_call_begin (GHashTable *attributes,
                                   GCancellable *cancellable,
                                   gpointer source_tag,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Marks @task as one that writes, before it does: see keyring-file.h. */
void tessera_keyring_call_begin_write (GTask *task);

/* What to hand to libsecret. Owned by @task. */
GHashTable *tessera_keyring_call_get_attributes (GTask *task);
GCancellable *tessera_keyring_call_get_cancellable (GTask *task);

/* To be called first in each callback of libsecret's. @error: (nullable) what it said. Returns:
 * whether the caller still waits for a result: he has neither given up nor been given @error. */
gboolean tessera_keyring_call_settle (GTask *task, const GError *error);

/* Each ends the call; to be called where settle returned TRUE. */
void tessera_keyring_call_return_done (GTask *task);
/* Takes @text (nullable), a secret. */
void tessera_keyring_call_return_text (GTask *task, char *text);
/* Takes @error. */
void tessera_keyring_call_return_error (GTask *task, GError *error);

/* How long a call may take, in seconds, a person's answer to a prompt included. */
void tessera_keyring_call_set_deadline (guint seconds);
