/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "relying-party.h"

/* Revocation (RFC 7009), as rows of any table: what the relying party's to_revoke holds is revoked
 * at the provider, the refresh token first. None of these rows fails: why something was not revoked
 * stays in not_revoked, the first reason only, and to_revoke is NULL when nothing more is to be
 * tried. */

/* From now on @tokens (nullable) are to be revoked. */
void tessera_revocation_set (TesseraRelyingParty *party, OidcTokens *tokens);

/* Gives up. Takes @error (nullable). A cancel is no reason: the runner tells it. */
void tessera_revocation_give_up (TesseraRelyingParty *party, GError *error);

/* As the relying party's rows, for a flow that is not to fail where they do; both do nothing where
 * nothing is to be revoked, and the second where the provider is known already. */
TesseraStepStartFunc tessera_revocation_find_secret, tessera_revocation_discover;
TesseraStepTakeFunc tessera_revocation_take_secret, tessera_revocation_take_provider;

TesseraStepStartFunc tessera_revocation_revoke_refresh, tessera_revocation_revoke_access;
TesseraStepTakeFunc tessera_revocation_take_refresh, tessera_revocation_take_access;
