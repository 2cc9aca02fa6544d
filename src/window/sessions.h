/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"
#include "session.h"

/* A GListModel of TesseraSession, one for each account, in the person's order. A session is made
 * when it is first asked for, since each one watches a file, and lives as long as its account: its
 * sign-in goes on while another account is in view. When an account is removed, its sign-in is
 * cancelled.
 *
 * Signal "moved" (uint): tessera_sessions_move() has moved a session there. */

#define TESSERA_TYPE_SESSIONS (tessera_sessions_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSessions, tessera_sessions, TESSERA, SESSIONS, GObject)

/* @settings: (nullable) keeps the order. Accounts that it does not have follow in the order of the
 * files. Returns: (transfer full) */
TesseraSessions *tessera_sessions_new (TesseraAccounts *accounts, GSettings *settings);

/* (transfer none) */
TesseraAccounts *tessera_sessions_get_accounts (TesseraSessions *self);

/* The position of the account with this ID, or G_MAXUINT. */
guint tessera_sessions_find (TesseraSessions *self, const char *id);

/* Moves a session between the others, and keeps the order. @to: its position afterwards, less than
 * the number of items. */
void tessera_sessions_move (TesseraSessions *self, guint from, guint to);

/* Makes the sessions that nobody has asked for yet, a few at a time while the program has nothing
 * else to do: from then on they renew themselves, and are followed. */
void tessera_sessions_fill (TesseraSessions *self);

/* Cancels all sign-ins that run. */
void tessera_sessions_cancel (TesseraSessions *self);
