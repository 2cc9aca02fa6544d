/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset.h"

/* Reads @file, which has the form of presets.conf. A key that is not known is an error: the file
 * is ours. Returns: (transfer full) (element-type TesseraPreset), in the order of the file.
 * Errors: G_KEY_FILE_ERROR. */
GPtrArray *tessera_preset_read (GKeyFile *file, GError **error);
