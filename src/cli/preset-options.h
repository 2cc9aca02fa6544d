/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "call.h"

/* The options --preset (of `add` and `edit`) and --set (of `add`). */

/* Whether there is the preset that --preset names, if it is given. Errors: G_OPTION_ERROR. */
gboolean tessera_preset_options_check (TesseraCall *call, GError **error);

/* Fills @config as the preset says that the command line names, and takes the other options of the
 * command line over it: they win. A value that does not have the usual shape is a warning of @call.
 * Errors: G_OPTION_ERROR, TESSERA_CONFIG_ERROR_INVALID. */
gboolean
tessera_preset_options_apply (TesseraCall *call, TesseraAccountConfig *config, GError **error);
