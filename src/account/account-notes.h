/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* What programs let know of an account's tokens, for the next process that asks
 * (store/session-notes.h). Each note is of one token set: with the next one it is of no account. */

/* Somebody refused the token that is in force. */
void tessera_account_note_refused (TesseraAccount *self);
gboolean tessera_account_is_refused (TesseraAccount *self);

/* @asker: some word for who asks, and is given the token set that is in force; whether the last one
 * that was given it is the same. */
void tessera_account_note_asker (TesseraAccount *self, const char *asker);
gboolean tessera_account_is_asker (TesseraAccount *self, const char *asker);

/* A sign-in that a program began came to nothing, now; or in the last minute. */
void tessera_account_note_sign_in_failed (TesseraAccount *self);
gboolean tessera_account_has_sign_in_failed (TesseraAccount *self);

/* Whether the loaded token set came less than @seconds ago. */
gboolean tessera_account_is_new (TesseraAccount *self, guint seconds);
