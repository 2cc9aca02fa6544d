/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What a person can choose, each row bound to its key of GSettings. A row whose key an
 * administrator has locked says so, and cannot be changed. */

#define TESSERA_TYPE_PREFERENCES (tessera_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TesseraPreferences,
                      tessera_preferences,
                      TESSERA,
                      PREFERENCES,
                      AdwPreferencesWindow)

/* Returns: (transfer none) a window that nobody has shown yet. */
TesseraPreferences *tessera_preferences_new (GSettings *settings);

/* Says in it why something could not be set. */
void tessera_preferences_say (TesseraPreferences *self, const char *sentence);
