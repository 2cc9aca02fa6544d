/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "credential-protocol.h"

/* Which account a request is for, and whether its token may go where the program wants it.
 *
 *   NAME and a host   the account, if its Hosts name the host; without Hosts only where the person
 *                     has set the program up for that host alone
 *   a host alone      the account whose Hosts name it
 *   NAME alone        the account
 *   neither           the only account, or the default one
 *
 * --host narrows this down, and never widens it, except that it does for an account without Hosts.
 * Fills the fields of @request that the runner fills. Returns: (transfer none) of @accounts,
 * (nullable): NULL without an error where there is nothing for this host. Errors:
 * TESSERA_CONFIG_ERROR_UNKNOWN; TESSERA_CONFIG_ERROR_INVALID where two accounts name the host;
 * G_OPTION_ERROR where it is not clear which account is meant. */
TesseraAccount *tessera_credential_account_find (TesseraCredentialRequest *request,
                                                 TesseraAccounts *accounts,
                                                 GError **error);

/* Whether an account that a broken accounts.conf hides may be meant by @request: not where the
 * program asks for a host that stands in no such file. */
gboolean tessera_credential_account_may_be (const TesseraCredentialRequest *request);
