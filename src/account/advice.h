/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "account-error.h"
#include "advice-repair.h"

/* Advice for errors: one table for both programs, advice-table.c. It depends on the kind of error,
 * the OAuth error code (RFC 6749 §4.1.2.1, §5.2), the failed step and the provider. */

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

/* One or two translated sentences that say what to do about @error, with the command to run, if
 * any. They contain untrusted text (a name, the provider's issuer), which the caller must
 * escape. If no row of the table applies: tessera_error_hint(). Returns: (transfer full)
 * (nullable), NULL if the message is sufficient */
char *tessera_advice_make (const GError *error, const TesseraAdviceContext *context);

/* The button beside that advice. An account that cannot be changed is offered no change. */
TesseraRepair tessera_advice_find_repair (const GError *error, const TesseraAdviceContext *context);

/* The reminder for a long wait for the browser: what to check, and which redirect URI to
 * register for the account @config. Returns: (transfer full) */
char *tessera_advice_make_reminder (const TesseraAccountConfig *config);
