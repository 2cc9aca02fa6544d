/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"
#include "session.h"

/* Asks in a dialog of @window whether to remove @session's account, one of @accounts; if so,
 * cancels what runs for it and removes it. What went wrong is said in another dialog. */
void tessera_remove_dialog_present (GtkWindow *window,
                                    TesseraAccounts *accounts,
                                    TesseraSession *session);
