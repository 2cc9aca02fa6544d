/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

/* A look-up that asks the person nothing, and costs no more than secret_password_lookup(), which
 * opens a prompt for what is locked and cannot be told not to. */

/* @attributes: of the item. finish returns: (transfer full) (nullable) NULL without an error where
 * no item is found, or *locked where one is and is locked. Errors: as libsecret and D-Bus have
 * them. */
void tessera_keyring_unprompted_lookup_async (GHashTable *attributes,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
SecretValue *
tessera_keyring_unprompted_lookup_finish (GAsyncResult *result, gboolean *locked, GError **error);
