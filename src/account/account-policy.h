/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* What the administrator of the computer lets a person add: the GSettings keys "allow-adding" and
 * "allowed-providers", which dconf can lock. They are read when an account is added or changed, and
 * at no other time. It is an order to this program and no fence: the accounts are in a file that a
 * person can edit. */

/* Whether any account may be added. Errors: TESSERA_ACCOUNT_ERROR_NOT_ALLOWED. */
gboolean tessera_account_policy_check_adding (GError **error);

/* Whether @after may be written. @before: (nullable) the account as it is now; NULL: @after is a
 * new one. To give an account another issuer, authorization or token endpoint counts as adding, and
 * each of these that is set must be of an allowed provider. Everything else may be changed. Errors:
 * TESSERA_ACCOUNT_ERROR_NOT_ALLOWED. */
gboolean tessera_account_policy_check (const TesseraAccountConfig *before,
                                       const TesseraAccountConfig *after,
                                       GError **error);
