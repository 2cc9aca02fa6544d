/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* A sign-in that a program begins, which may ask from several processes at once: one of them opens
 * the browser, and the others wait for what comes of it. What came to nothing in the last minute is
 * not begun again: a program that is refused asks at once once more.
 *
 * finish returns TRUE where there is a session, whoever signed in. Errors: those of
 * tessera_sign_in_run_finish(), TESSERA_FILES_ERROR; TESSERA_ACCOUNT_ERROR_SIGN_IN_FAILED where it
 * was another process that failed, or a moment ago. */
void tessera_sign_in_once_async (TesseraAccount *account,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean
tessera_sign_in_once_finish (TesseraAccount *account, GAsyncResult *result, GError **error);
