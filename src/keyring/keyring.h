/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "keyring-error.h"
#include "keyring-kind.h"

/* This room keeps an account's secrets in the Secret Service, or in a sandbox in libsecret's own
 * file. It knows secret.
 *
 * An account has up to three items, told apart by an attribute: the token set, the client secret,
 * and what its ID token was exchanged for. Attributes are not protected, so they hold nothing
 * secret: the account's ID and the item's kind. Every call has a deadline of its own (2 minutes, a
 * person's answer to a prompt included), since a Secret Service that waits for a password answers
 * nothing.
 *
 *   unlock ──► can anything be stored? asked while a person is there, before the browser opens
 *   look   ──► the same, and nobody is asked
 *   lookup ──► the item, or NULL: it is not there. Locked is an error
 *   store  ──► replaces the item
 *   delete ──► it is gone afterwards, or an error
 *
 * Beside it: -item (how an item is named), -store (how one is stored), -unprompted (a look-up that
 * asks nobody), -call (one such call), -collection (the service's default collection), -file (the
 * sandbox's file), -error (what went wrong, in words). */

/* Makes sure that something can be stored, before it is there to be stored. Asks the person to
 * unlock the default collection if it is locked, and to create one if there is none. In a sandbox:
 * the portal's secret can be had, and the file can be written. Errors: TESSERA_KEYRING_ERROR;
 * G_IO_ERROR_CANCELLED. */
void tessera_keyring_unlock_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tessera_keyring_unlock_finish (GAsyncResult *result, GError **error);

/* Finds out whether something could be stored now, as above but without asking the person anything:
 * TESSERA_KEYRING_ERROR_LOCKED where the default collection is locked, _FAILED where there is none.
 */
void tessera_keyring_look_async (GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean tessera_keyring_look_finish (GAsyncResult *result, GError **error);

/* Looks up one item of account @id. Asks the person to unlock what is locked: the item, or the
 * default collection where no item is found. finish returns: (transfer full) (nullable) the text.
 * NULL without an error only where the item is absent from an open collection, or where there is no
 * collection. Errors: TESSERA_KEYRING_ERROR, of which LOCKED where the item is locked, or may be;
 * G_IO_ERROR_CANCELLED. */
void tessera_keyring_lookup_async (const char *id,
                                   TesseraKeyringItem item,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *tessera_keyring_lookup_finish (GAsyncResult *result, GError **error);

/* Stores @text in the default collection. Asks the person to unlock it if it is locked, and to
 * create one if there is none, and looks whether it is there then: a service may ask the person,
 * who says no. @text: another one than is stored, or that would not show. @label is what a keyring
 * manager shows (the account's name). Errors: TESSERA_KEYRING_ERROR; G_IO_ERROR_CANCELLED. */
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

/* From now on this process asks the person nothing: what would open a prompt is
 * TESSERA_KEYRING_ERROR_LOCKED at once. For a program that nobody may be watching. */
void tessera_keyring_forbid_prompts (void);

/* For tests: the deadline of the calls that begin from now on, in seconds. */
void tessera_keyring_set_deadline (guint seconds);
