/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of this room. In a file of its own so that naming it does not load libsecret. */
#define TESSERA_KEYRING_ERROR (tessera_keyring_error_quark ())
GQuark tessera_keyring_error_quark (void);

typedef enum
{
  TESSERA_KEYRING_ERROR_ABSENT, /* no Secret Service (or no Secret portal) answers */
  TESSERA_KEYRING_ERROR_LOCKED, /* it is there and stayed locked, or did not answer in time */
  TESSERA_KEYRING_ERROR_FAILED,
} TesseraKeyringError;

/* Returns: (transfer full) */
GError *tessera_keyring_error_new_locked (void);

/* FAILED: the Secret Service has no default collection, and makes none. Returns: (transfer full) */
GError *tessera_keyring_error_new_no_collection (void);

/* FAILED: the item is not what was stored. Returns: (transfer full) */
GError *tessera_keyring_error_new_not_stored (void);

/* @error, of libsecret, GIO or D-Bus, as one of this domain. A cancellation means that the person
 * dismissed the keyring's prompt: LOCKED. Returns: (transfer full) */
GError *tessera_keyring_error_from (const GError *error);
