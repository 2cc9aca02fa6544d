/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"
#include "session.h"

/* Returns: (transfer full) a list of TesseraSession, one for each of @accounts and in the same
 * order. An account keeps its session, so its sign-in goes on while another account is in view.
 * When an account is removed, its sign-in is cancelled. */
GListStore *tessera_sessions_new (TesseraAccounts *accounts);

/* Returns: the position of the session of @account in @sessions, or G_MAXUINT */
guint tessera_sessions_find (GListStore *sessions, TesseraAccount *account);

/* Cancels what runs in each of @sessions. */
void tessera_sessions_cancel (GListStore *sessions);
