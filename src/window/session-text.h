/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* The sentences that a session's page says about its times. All are translated and (transfer full).
 */

/* "Signed in · until 15:53, renews itself": of an account that is signed in. @counts_down: say how
 * much time is left instead, as the session is about to end. */
char *tessera_session_text_status (TesseraAccount *account, gboolean counts_down);

/* What has ended, of an account in the state TESSERA_ACCOUNT_EXPIRED: the session, where the
 * provider ended it, else the access token. */
char *tessera_session_text_ended (TesseraAccount *account);

/* Until when it was valid. @reason: (nullable) what the provider said, a sentence.
 * Returns: (nullable) */
char *tessera_session_text_ending (TesseraAccount *account, const char *reason);

/* "Waiting for the browser · 4 minutes left": @step is translated (nullable: NULL is returned), and
 * @seconds are left of the time that a sign-in has; 0: not said. */
char *tessera_session_text_step (const char *step, gint64 seconds);
