/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Renews the session of @self (flow/renewal.h has the rules). @since: milliseconds of the boot
 * clock; a token set received at or after this time counts as renewed. Use
 * tessera_account_renew_get_now(), or tessera_account_renew_get_program_began() for a command.
 * @keep_in_memory: whether a renewed session that cannot be stored continues in memory (the
 * window) or is a failure (the terminal). */
void tessera_account_renew_async (TesseraAccount *self,
                                  gint64 since,
                                  gboolean keep_in_memory,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* On success the renewed tokens are loaded. *warning: (nullable) (out) the reason if they could not
 * be stored. Errors: those of tessera_renewal_finish(). */
gboolean tessera_account_renew_finish (TesseraAccount *self,
                                       GAsyncResult *result,
                                       GError **warning,
                                       GError **error);

/* The start of this program, and the current time, for @since. Milliseconds of the boot clock. */
gint64 tessera_account_renew_get_program_began (void);
gint64 tessera_account_renew_get_now (void);
