/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sessions.h"

/* The left side of the window: the accounts, each with its status, and from eight on a search.
 *
 * Properties:
 *   "sessions"    TesseraSessions
 *   "folded"      boolean: the right side is not beside it
 *   "menu-model"  GMenuModel: the main menu
 *
 * Signal "opened" (TesseraSession): the person wants to see that account. */

#define TESSERA_TYPE_ACCOUNT_LIST (tessera_account_list_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAccountList, tessera_account_list, TESSERA, ACCOUNT_LIST, AdwBin)

/* @session: (nullable) the one that is shown beside the list, and selected in it. */
void tessera_account_list_select (TesseraAccountList *self, TesseraSession *session);

/* Moves the keyboard to the row of the account with this ID, or to another one. */
void tessera_account_list_focus (TesseraAccountList *self, const char *id);

/* The first frame has been drawn: from now on all accounts have rows, not only those that a window
 * has room for. */
void tessera_account_list_fill (TesseraAccountList *self);
