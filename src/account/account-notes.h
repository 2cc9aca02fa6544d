/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Notes about an account's token set for the next process that asks for a token
 * (store/session-notes.h). A new token set makes them invalid. */

/* A server refused the current token. */
void tessera_account_note_refused (TesseraAccount *self);
gboolean tessera_account_is_refused (TesseraAccount *self);

/* Records that @asker, any text, gets the current token set. Returns whether the previous one to
 * get it was the same @asker. */
void tessera_account_note_asker (TesseraAccount *self, const char *asker);
gboolean tessera_account_is_asker (TesseraAccount *self, const char *asker);

/* Records that a sign-in started by a program failed now; and whether one failed in the last
 * minute. */
void tessera_account_note_sign_in_failed (TesseraAccount *self);
gboolean tessera_account_has_sign_in_failed (TesseraAccount *self);

/* Whether the loaded token set was received less than @seconds ago. */
gboolean tessera_account_is_new (TesseraAccount *self, guint seconds);
