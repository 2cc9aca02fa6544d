/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "sign-in-options.h"
#include "store.h"

/* The sign-in (RFC 8252), a table of steps: sign-in-flow.c. */
/* Signs the account @config in. Before the browser opens it is known whether the session can be
 * stored. From the code exchange on, whatever ends the flow before the tokens are stored revokes
 * them; and once they are stored, the refresh token that they replace is revoked. @options are
 * copied. */
void tessera_sign_in_flow_async (const TesseraAccountConfig *config,
                                 TesseraStore *store,
                                 const TesseraSignInOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* *warning (nullable): after success, why the session could not be stored. Errors: any room's
 * (tessera_flow_get_failed_step() names the step); G_IO_ERROR_CANCELLED;
 * TESSERA_FLOW_ERROR_DEADLINE. */
gboolean tessera_sign_in_flow_finish (GAsyncResult *result, GError **warning, GError **error);
