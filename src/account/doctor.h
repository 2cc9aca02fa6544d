/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "advice.h"
#include "finding.h"

/* Checks whether an account can work: what the provider says of itself now, and what this computer
 * has. Nobody signs in and nothing is changed. The checks are a table (doctor-checks.c), and each
 * has one finding, or none where it does not concern the account. */

/* Asks the provider, the keyring and the desktop. The person is asked nothing: a keyring that is
 * locked stays so. @reader: who reads the advice. Every request has a deadline of its own
 * (OIDC_HTTP_TIMEOUT). */
void tessera_doctor_run_async (TesseraAccount *account,
                               TesseraAdviceReader reader,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: (transfer full) (element-type TesseraFinding), in the order to show them, whatever was
 * found. Errors: G_IO_ERROR_CANCELLED, TESSERA_FLOW_ERROR_DEADLINE. */
GPtrArray *
tessera_doctor_run_finish (TesseraAccount *account, GAsyncResult *result, GError **error);
