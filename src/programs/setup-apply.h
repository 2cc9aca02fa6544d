/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-plan.h"

/* Makes the changes of @plan in their order, and tells @report of each file that changed. Before
 * the first change of a file that is there it is copied beside itself, as FILE.before-tessera. A
 * file is changed in one step. Nothing is written to a file, nor through a link, that belongs to
 * somebody else. Errors: G_OPTION_ERROR where a change is the person's to make; G_FILE_ERROR;
 * G_SPAWN_ERROR; TESSERA_ACCOUNT_ERROR_FAILED. */
gboolean tessera_setup_apply_plan (const TesseraSetupPlan *plan, GString *report, GError **error);
