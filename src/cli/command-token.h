/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* The parts of `tessera token`, which tessera-online does too, with a renewal in between. */

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

/* After that has failed: whether a renewal could help. */
gboolean tessera_command_token_may_renew (TesseraCall *call, TesseraAccount *account);
