/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* What failed, as a page shows it. Read-only properties, strings:
 *   "sentence"  what happened
 *   "hint"      what to do (nullable)
 *   "details"   what a person can hand on: what was done, for which account, the stable ID of the
 *               error. Holds no token, code or secret, since no error's message does. */

#define TESSERA_TYPE_FAILURE (tessera_failure_get_type ())
G_DECLARE_FINAL_TYPE (TesseraFailure, tessera_failure, TESSERA, FAILURE, GObject)

/* @doing: what was under way, translated (nullable). */
TesseraFailure *
tessera_failure_new (const GError *error, TesseraAccount *account, const char *doing);

const char *tessera_failure_get_details (TesseraFailure *self);
