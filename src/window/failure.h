/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "advice.h"

/* A failed task, in the words that a page shows. Read-only properties, strings but for one:
 *   "repair"   uint, TesseraRepair: the button that repairs it
 *   "sentence"  what happened
 *   "hint"      what to do (nullable)
 *   "issuer"    the issuer to use instead of the account's (nullable)
 *   "details"   for a bug report: the sentence, the account, the step, the error's stable ID, the
 *               time. It holds no token, code or secret, because no error's message does. */

#define TESSERA_TYPE_FAILURE (tessera_failure_get_type ())
G_DECLARE_FINAL_TYPE (TesseraFailure, tessera_failure, TESSERA, FAILURE, GObject)

/* @doing: (nullable) the step that failed, marked with N_(). Returns: (transfer full) */
TesseraFailure *
tessera_failure_new (const GError *error, TesseraAccount *account, const char *doing);

/* (transfer none) (nullable) */
const char *tessera_failure_get_issuer (TesseraFailure *self);

TesseraRepair tessera_failure_get_repair (TesseraFailure *self);

/* (transfer none) */
const char *tessera_failure_get_details (TesseraFailure *self);
