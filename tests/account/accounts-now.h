/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"

/* For tests: the same as with _async, and waits for its end. */
TesseraAccount *
tessera_accounts_add (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error);
gboolean
tessera_accounts_update (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error);
gboolean tessera_accounts_delete_entry (TesseraAccounts *self, const char *id, GError **error);
