/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "keyring-kind.h"

/* How an item is named in the Secret Service, and what holds for every call about one. */

const SecretSchema *tessera_keyring_item_get_schema (void);

/* (transfer full) */
GHashTable *tessera_keyring_item_make_attributes (const char *id, TesseraKeyringItem item);

/* Whether items are in libsecret's own file instead (keyring-file.h). */
gboolean tessera_keyring_item_is_in_file (void);

/* Whether the person may be asked; from then on nobody is. */
gboolean tessera_keyring_item_may_prompt (void);
void tessera_keyring_item_forbid_prompts (void);

/* To be called before a write. Takes @task unless it returns TRUE. */
gboolean tessera_keyring_item_begin_write (GTask *task);
