/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* The parts of `tessera token` that tessera-online shares: it renews the token in between. */

/* *account: (transfer none), of *accounts. *min_validity: seconds. */
gboolean tessera_command_token_find (TesseraCall *call,
                                     TesseraAccounts **accounts,
                                     TesseraAccount **account,
                                     guint *min_validity,
                                     GError **error);

/* Makes the token that is stored the answer, if it is valid for long enough. */
gboolean tessera_command_token_take (TesseraCall *call,
                                     TesseraAccount *account,
                                     guint min_validity,
                                     GError **error);

/* Whether a renewal could help after tessera_command_token_take() has failed. */
gboolean tessera_command_token_may_renew (TesseraCall *call, TesseraAccount *account);
