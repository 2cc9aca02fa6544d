/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"
#include "session.h"

/* One TesseraSession for each account, in their order, as long as the account is configured: what
 * runs for an account goes on while another one is in view. (transfer full) */
GListStore *tessera_sessions_new (TesseraAccounts *accounts);
