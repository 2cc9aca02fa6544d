/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* A question to the person at the terminal. All of it goes to standard error, so that standard
 * output has the answer of the command alone. */

typedef enum
{
  TESSERA_QUESTION_PLAIN = 0,
  TESSERA_QUESTION_HIDDEN = 1 << 0,       /* what is typed is not shown */
  TESSERA_QUESTION_MAY_BE_EMPTY = 1 << 1, /* an empty answer is one */
} TesseraQuestionFlags;

/* Asks "LABEL (HINT) [FALLBACK]: ", again until there is an answer. @hint, @fallback: (nullable);
 * an empty answer means @fallback. Returns: (transfer full) what was typed, without blanks around
 * it. Errors: G_IO_ERROR_CANCELLED by Ctrl-C and Ctrl-D. */
char *tessera_question_ask (TesseraCall *call,
                            const char *label,
                            const char *hint,
                            const char *fallback,
                            TesseraQuestionFlags flags,
                            GError **error);

/* Says a sentence, or several lines, on a line of its own. What is untrusted in it is escaped. */
void tessera_question_say (const char *text);
