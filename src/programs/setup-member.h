/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-plan.h"

/* @file, the text of a JSON file, with the member that @change sets; @file itself where it has that
 * already. *replaced: (transfer full) (nullable) the value of somebody else's that was there.
 * (transfer full) (nullable). Errors: TESSERA_ACCOUNT_ERROR_FAILED where @file is no JSON object,
 * or has a number that would not stay as it is. */
char *tessera_setup_member_put (const char *file,
                                const TesseraSetupChange *change,
                                char **replaced,
                                GError **error);
