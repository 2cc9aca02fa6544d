/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-list.h"
#include "split.h"
#include "window-visibility.h"

/* Which account the window shows, and whether a person sees it: in a narrow window the list may be
 * there instead. The keyboard moves with it. It decides what happens when the window opens, when
 * accounts come and go, and when the window becomes wide:
 *
 *   no account      there is no list
 *   one             its page
 *   more            the page of the account that was in view last, because most people come for the
 *                   token they came for the last time, and the list is one step away; without such
 *                   an account, the list
 *   the account in view is removed   the list; the page of the next account beside it, if wide
 *
 * Properties:
 *   "session"  TesseraSession, nullable, with notify: NULL only where there is no account
 *   "in-view"  boolean, with notify: a person sees that session's page
 *
 * Signal:
 *   "opened"   somebody wants to see the account's page, also where it is the same account */

#define TESSERA_TYPE_SHOWN_ACCOUNT (tessera_shown_account_get_type ())
G_DECLARE_FINAL_TYPE (TesseraShownAccount, tessera_shown_account, TESSERA, SHOWN_ACCOUNT, GObject)

/* @stack: of the pages. @settings: (nullable) keeps the account that was in view last. The widgets
 * must live longer. Returns: (transfer full) */
TesseraShownAccount *tessera_shown_account_new (TesseraSessions *sessions,
                                                TesseraAccountList *list,
                                                TesseraSplit *split,
                                                GtkStack *stack,
                                                TesseraWindowVisibility *visibility,
                                                GSettings *settings);

/* (transfer none) (nullable) */
TesseraSession *tessera_shown_account_get_session (TesseraShownAccount *self);

gboolean tessera_shown_account_get_in_view (TesseraShownAccount *self);

/* Shows the account at @position of the sessions; one that is not there is ignored. */
void tessera_shown_account_open (TesseraShownAccount *self, guint position);

/* Shows the account that stands @step places after the one that is shown. */
void tessera_shown_account_step (TesseraShownAccount *self, int step);

/* Shows the list, where it is not beside the page. */
void tessera_shown_account_show_list (TesseraShownAccount *self);
