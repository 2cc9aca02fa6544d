/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "call.h"

/* The options of an account, which `add` and `edit` share: one table says which option fills which
 * field of a TesseraAccountConfig. The client secret is no field, and not in it. */

/* Fills the fields whose options were given. A list replaces the one that is there. Where the
 * address of the metadata was given for an issuer, the issuer is meant. */
void tessera_account_options_apply (TesseraOptions *options, TesseraAccountConfig *config);

/* Tells the person, or whoever reads the JSON, which issuer was meant if more was given. */
void tessera_account_options_say_issuer (TesseraCall *call, const TesseraAccountConfig *config);

/* Empties the field of @option, named without its dashes. FALSE if no option of the table is called
 * so. */
gboolean tessera_account_options_unset (const char *option, TesseraAccountConfig *config);

/* Whether one of these options was given. */
gboolean tessera_account_options_any (TesseraOptions *options);
