/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "store.h"

/* The interface of an account for the flows in this room only. */

/* Owned by @self. */
TesseraStore *tessera_account_get_store (TesseraAccount *self);

/* The token set that is loaded, without its refresh token. (transfer none) (nullable) */
OidcTokens *tessera_account_get_tokens (TesseraAccount *self);

/* Sets the loaded tokens to @tokens, without their refresh token. If they belong to another issuer,
 * client ID or token endpoint than the account's, the account is signed out instead. */
void tessera_account_take_tokens (TesseraAccount *self, OidcTokens *tokens);

/* The account's state is "signing in" from the first to the last step of a sign-in. */
void tessera_account_set_signing_in (TesseraAccount *self, gboolean signing_in);

/* The keyring is locked: the account's state is "locked" until its tokens are loaded or its session
 * changes. */
void tessera_account_set_locked (TesseraAccount *self);
