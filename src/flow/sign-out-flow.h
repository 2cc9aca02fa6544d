/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "sign-out-options.h"
#include "store.h"

/* The sign-out, a table of steps: sign-out-flow.c. First the stored token set is deleted, so that
 * neither the network nor the end of this process keeps it; then the refresh token and the access
 * token are revoked (RFC 7009), and the browser ends the person's session at the provider (OpenID
 * Connect RP-Initiated Logout 1.0, or the provider's own form). From the deletion on the sign-out
 * has succeeded: what the provider could not be brought to do is its warning. */
/* Signs the account @config out. Whatever the record says, the keyring is looked into. That there
 * is no session is no error, and contacts nobody. The client secret stays. @options: kept until
 * finish. */
void tessera_sign_out_flow_async (const TesseraAccountConfig *config,
                                  TesseraStore *store,
                                  const TesseraSignOutOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* *warning (nullable): after success, what could not be revoked or ended at the provider, and why;
 * TESSERA_FLOW_ERROR_NOT_RETURNED where the browser did not come back. Errors: any room's;
 * the session is then as it was, but for TESSERA_STORE_ERROR_FAILED (its record could not be
 * written). */
gboolean tessera_sign_out_flow_finish (GAsyncResult *result, GError **warning, GError **error);
