/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"
#include "advice.h"
#include "session.h"

/* The button that repairs what failed. */

/* What stands on it, with a mnemonic, translated. Static. */
const char *tessera_repair_get_label (TesseraRepair repair);

/* The detailed name of its action. Static. */
const char *tessera_repair_get_action (TesseraRepair repair);

/* Whether the sign-in of @session has failed for a reason that a change of the account repairs. */
gboolean tessera_repair_applies (TesseraSession *session);

/* Makes that change, and signs in again if @session is still active then; only where
 * tessera_repair_applies(). That the account cannot be changed is said in the toast overlay around
 * @widget (nullable). */
void tessera_repair_begin (TesseraAccounts *accounts, TesseraSession *session, GtkWidget *widget);
