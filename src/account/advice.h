/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "account-error.h"
#include "advice-repair.h"

/* What to do about an error: one table for both programs, advice-table.c. It goes by the kind of
 * error, the OAuth error code (RFC 6749 §4.1.2.1, §5.2), the step that failed and the provider. */

/* Who reads the advice: it names commands in the terminal, and buttons in the window. */
typedef enum
{
  TESSERA_ADVICE_TERMINAL,
  TESSERA_ADVICE_WINDOW,
} TesseraAdviceReader;

typedef struct
{
  TesseraAdviceReader reader;
  const TesseraAccountConfig *config; /* (nullable) the account that the error is about */
  const char *step; /* (nullable) tessera_sign_in_get_failed_step(): the step that failed */
} TesseraAdviceContext;

/* One or two translated sentences that say what to do about @error, with the command to type where
 * that is the advice: untrusted text (a name, the provider's issuer) is in it, to be escaped by
 * whoever shows it. Where the table has no row for the case: tessera_error_hint().
 * Returns: (transfer full) (nullable), NULL where the message says it all */
char *tessera_advice_make (const GError *error, const TesseraAdviceContext *context);

/* The button beside that advice. An account that cannot be changed is offered no change. */
TesseraRepair tessera_advice_find_repair (const GError *error, const TesseraAdviceContext *context);

/* What a person is told who waits for the browser longer than usual: where to look, and which
 * redirect URI has to be registered for the account @config. Returns: (transfer full) */
char *tessera_advice_make_reminder (const TesseraAccountConfig *config);
