/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Sign-out: for now the stored token set is forgotten, and so is what is in memory (revocation and
 * the provider's own logout are to come here). Signed out already is no error. Afterwards no token
 * is left in the Secret Service; the client secret stays. */
void tessera_sign_out_async (TesseraAccount *account,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean tessera_sign_out_finish (TesseraAccount *account, GAsyncResult *result, GError **error);
