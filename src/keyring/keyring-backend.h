/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Which backend libsecret uses, decided as libsecret decides it. */

/* Returns: (nullable) where the file is; NULL where the keyring is the Secret Service. */
char *tessera_keyring_backend_get_file (void);
