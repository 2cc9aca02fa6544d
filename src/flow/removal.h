/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "store.h"

/* The removal of an account, a table of steps (removal.c). It signs out first: the tokens are
 * deleted and, when nothing of the account is left here, revoked at the provider. Whatever is
 * killed in between leaves an account that is signed out and can be removed again. */

/* @timeout: seconds, for all of it. */
void tessera_removal_async (const TesseraAccountConfig *config,
                            TesseraStore *store,
                            guint timeout,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* *warning (nullable): after success, what could not be revoked at the provider, and why. Errors:
 * any room's; the account is then still there. A keyring that is absent or locked
 * keeps an account that is signed in: nobody can tell what it holds. */
gboolean tessera_removal_finish (GAsyncResult *result, GError **warning, GError **error);
