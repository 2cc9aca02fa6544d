/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "finding.h"

/* A row that says what was found where something was looked at: an icon for how grave it is, what
 * was looked at, what was found, and what to do about it. */

#define TESSERA_TYPE_FINDING_ROW (tessera_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (TesseraFindingRow,
                      tessera_finding_row,
                      TESSERA,
                      FINDING_ROW,
                      AdwPreferencesRow)

/* @finding: is copied from. */
GtkWidget *tessera_finding_row_new (const TesseraFinding *finding);
