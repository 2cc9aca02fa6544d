/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Returns: (transfer full) (nullable) the preferences, and what an administrator decides. NULL
 * where no schema is installed, as in a run from the build tree: then every default holds. */
GSettings *tessera_settings_open (void);
