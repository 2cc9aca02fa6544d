/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sessions.h"

/* The menu of an account's row: what account-actions.h does with it, where that makes sense now.
 * Returns: (transfer full) */
GMenuModel *tessera_account_menu_new (TesseraSessions *sessions, TesseraSession *session);

/* Whether that menu has the action @name ("move-up"). */
gboolean
tessera_account_menu_has (TesseraSessions *sessions, TesseraSession *session, const char *name);
