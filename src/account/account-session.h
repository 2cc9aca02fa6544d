/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "store.h"

/* What the flows of this room need of an account, and nobody else. */

/* Owned by @self. */
TesseraStore *tessera_account_get_store (TesseraAccount *self);

/* The token set that is loaded, without its refresh token. (transfer none) (nullable) */
OidcTokens *tessera_account_get_tokens (TesseraAccount *self);

/* @tokens, without their refresh token, are what the keyring holds. Where they are not of the
 * account's issuer, client ID and token endpoint, the account is signed out instead. */
void tessera_account_take_tokens (TesseraAccount *self, OidcTokens *tokens);

/* From the sign-in's first step to its end the account is "signing in". */
void tessera_account_set_signing_in (TesseraAccount *self, gboolean signing_in);

/* The keyring gave nothing away: the account is "locked" until it is loaded, or its session
 * changes. */
void tessera_account_set_locked (TesseraAccount *self);
