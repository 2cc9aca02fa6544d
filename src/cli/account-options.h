/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "call.h"

/* The options of an account, which `add` and `edit` share: one table says which option fills which
 * field of a TesseraAccountConfig. The client secret is no field, and not in it. */

/* Fills the fields whose options were given. A list replaces the one that is there; of an issuer
 * what can be cut is cut (tessera_issuer_entry_cut()). */
void tessera_account_options_apply (TesseraOptions *options, TesseraAccountConfig *config);

/* Says which issuer was taken, where more was given: on standard error, and by the member "issuer"
 * of the answer. @config: what tessera_account_options_apply() filled. */
void tessera_account_options_say_issuer (TesseraCall *call, const TesseraAccountConfig *config);

/* Empties the field of @option, named without its dashes. FALSE if no option of the table is called
 * so. */
gboolean tessera_account_options_unset (const char *option, TesseraAccountConfig *config);

/* Whether one of these options was given. */
gboolean tessera_account_options_any (TesseraOptions *options);
