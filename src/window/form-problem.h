/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-text.h"

/* Finds the entry that @error, why @config could not be saved, is about.
 * Returns: TESSERA_FORM_TEXT_N_FIELDS where it is about none */
TesseraFormTextField tessera_form_problem_find_field (const TesseraAccountConfig *config,
                                                      const GError *error);
