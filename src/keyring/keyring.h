/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "keyring-error.h"

/* What the Secret Service keeps for an account, through secret_password_* alone so that the same
 * code runs on the host and in a sandbox. Two items an account, told apart by an attribute: the
 * token set and the client secret. Attributes are not protected: an account's ID and the kind,
 * nothing secret. Every call has a deadline of its own, since a Secret Service that never got its
 * password answers nothing. */

typedef enum
{
  TESSERA_KEYRING_TOKENS,
  TESSERA_KEYRING_CLIENT_SECRET,
} TesseraKeyringItem;

/* Makes sure that something can be stored, before it is there to be stored. Asks the person to
 * unlock the default collection if it is locked, and to create one if there is none. In a sandbox:
 * the portal's secret can be had, and the file can be written. Errors: TESSERA_KEYRING_ERROR;
 * G_IO_ERROR_CANCELLED. */
void tessera_keyring_unlock_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tessera_keyring_unlock_finish (GAsyncResult *result, GError **error);

/* Looks up one item of account @id. Asks the person to unlock what is locked: the item, or the
 * default collection where no item is found. finish returns: (transfer full) (nullable) the text,
 * for tessera_secret_free(). NULL without an error only where the item is absent from an open
 * collection, or where there is no collection. Errors: TESSERA_KEYRING_ERROR, of which LOCKED where
 * the item is locked, or may be; G_IO_ERROR_CANCELLED. */
void tessera_keyring_lookup_async (const char *id,
                                   TesseraKeyringItem item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *tessera_keyring_lookup_finish (GAsyncResult *result, GError **error);

/* Stores @text in the default collection. Asks the person to unlock it if it is locked, and to
 * create one if there is none. @label is what a keyring manager shows (the account's name).
 * Errors: TESSERA_KEYRING_ERROR; G_IO_ERROR_CANCELLED. */
void tessera_keyring_store_async (const char *id,
                                  TesseraKeyringItem item,
                                  const char *label,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tessera_keyring_store_finish (GAsyncResult *result, GError **error);

/* Deletes the item; none there is no error, one that is still there afterwards is
 * TESSERA_KEYRING_ERROR_LOCKED. Asks nobody to unlock the keyring: look the item up first, since
 * one that the service does not show while it is locked stays. Other errors: as above. */
void tessera_keyring_delete_async (const char *id,
                                   TesseraKeyringItem item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tessera_keyring_delete_finish (GAsyncResult *result, GError **error);

/* For tests: how long a call may take, in seconds, a person's answer to a prompt included. */
void tessera_keyring_set_deadline (guint seconds);
