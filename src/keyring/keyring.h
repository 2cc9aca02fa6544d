/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What the Secret Service keeps for an account, through secret_password_* alone so that the same
 * code runs on the host and in a sandbox. Two items an account, told apart by an attribute: the
 * token set and the client secret. Attributes are not protected: an account's ID and the kind,
 * nothing secret. Every call has a deadline of its own, since a Secret Service that never got its
 * password answers nothing. */

#define TESSERA_KEYRING_ERROR (tessera_keyring_error_quark ())
GQuark tessera_keyring_error_quark (void);

typedef enum
{
  TESSERA_KEYRING_ERROR_ABSENT, /* no Secret Service (or no Secret portal) answers */
  TESSERA_KEYRING_ERROR_LOCKED, /* it is there and stayed locked */
  TESSERA_KEYRING_ERROR_FAILED,
} TesseraKeyringError;

typedef enum
{
  TESSERA_KEYRING_TOKENS,
  TESSERA_KEYRING_CLIENT_SECRET,
} TesseraKeyringItem;

/* Looks up one item of account @id. Asks the person to unlock the keyring if it is locked.
 * finish returns: (transfer full) (nullable) NULL without an error where there is no such item (or,
 * by the Secret Service's nature, where it stayed locked); the text. */
void tessera_keyring_lookup_async (const char *id,
                                   TesseraKeyringItem item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *tessera_keyring_lookup_finish (GAsyncResult *result, GError **error);

/* Stores @text; @label is what a keyring manager shows (the account's name). */
void tessera_keyring_store_async (const char *id,
                                  TesseraKeyringItem item,
                                  const char *label,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tessera_keyring_store_finish (GAsyncResult *result, GError **error);

/* Deletes the item; none there is no error, one that is still there afterwards is
 * TESSERA_KEYRING_ERROR_LOCKED. Asks nobody to unlock the keyring: look it up first. */
void tessera_keyring_forget_async (const char *id,
                                   TesseraKeyringItem item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tessera_keyring_forget_finish (GAsyncResult *result, GError **error);

/* For tests: how long a call may take, in seconds, a person's answer to a prompt included. */
void tessera_keyring_set_deadline (guint seconds);
