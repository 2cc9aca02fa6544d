/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The Secret Service's default collection, where items are stored. Only where there is a Secret
 * Service: in the file backend there is no collection (keyring-file.h).
 *
 * A look-up that finds nothing does not tell an item that is absent from one that is locked:
 * KeePassXC, for one, shows no item of a locked database. */

typedef enum
{
  TESSERA_KEYRING_COLLECTION_NONE,     /* the service has no default collection */
  TESSERA_KEYRING_COLLECTION_OPEN,     /* it was open before */
  TESSERA_KEYRING_COLLECTION_UNLOCKED, /* it was locked or not there, and is open now */
  TESSERA_KEYRING_COLLECTION_LOCKED,   /* the person dismissed the prompt, or was not asked */
} TesseraKeyringCollection;

typedef enum
{
  TESSERA_KEYRING_COLLECTION_LOOK,   /* asks the person nothing */
  TESSERA_KEYRING_COLLECTION_UNLOCK, /* unlocks it, with the service's prompt */
  TESSERA_KEYRING_COLLECTION_CREATE, /* the same, and creates one where there is none */
} TesseraKeyringCollectionEffort;

/* Finds the default collection, and opens it with @effort. A creation that the person dismisses or
 * the service refuses ends in NONE. Errors: as libsecret and D-Bus have them. */
void tessera_keyring_collection_open_async (TesseraKeyringCollectionEffort effort,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
TesseraKeyringCollection tessera_keyring_collection_open_finish (GAsyncResult *result,
                                                                 GError **error);
