/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session-record.h"
#include "account.h"
#include "oidc-tokens.h"

/* What the flows of this room do to an account. */

/* From the sign-in's first step to its end the account is "signing in". */
void tessera_account_set_signing_in (TesseraAccount *self, gboolean signing_in);

/* The token set in memory (nullable: drops it; one that is not the account's, as it was edited
 * meanwhile: signed out). Unless it comes @from_keyring, the state file is
 * read again, so that what the caller has just written is not taken for another process's change.
 */
void tessera_account_set_tokens (TesseraAccount *self, OidcTokens *tokens, gboolean from_keyring);

/* Returns: (transfer none) (nullable) */
OidcTokens *tessera_account_get_tokens (TesseraAccount *self);

/* The token set in memory could not be stored: it, and not the keyring's, is the one to renew,
 * until another one is set. */
void tessera_account_set_unsaved (TesseraAccount *self);
gboolean tessera_account_is_unsaved (TesseraAccount *self);

/* Reads the state file again, as whoever has just got the lock must: where another process changed
 * it, the tokens in memory are dropped. */
void tessera_account_read_state (TesseraAccount *self);

/* Which of its stored sessions the account knows: TesseraSessionRecord's generation. */
guint64 tessera_account_get_generation (TesseraAccount *self);

/* Whether the state file says that the provider ended the session. */
gboolean tessera_account_has_ended (TesseraAccount *self);

/* Reads @text, a stored token set, and takes it as the account's; a set that is not the account's
 * makes it signed out. Errors: TESSERA_STORE_ERROR_NOT_SIGNED_IN, those of oidc_tokens_load(). */
gboolean tessera_account_accept_stored (TesseraAccount *self, const char *text, GError **error);

/* TESSERA_STORE_ERROR_NOT_SIGNED_IN or _ENDED; TESSERA_STORE_ERROR_LOCKED. (transfer full) */
GError *tessera_account_make_not_signed_in_error (TesseraAccount *self);
GError *tessera_account_make_locked_error (TesseraAccount *self);

/* The state file says "signed in", but the keyring gave no token. */
void tessera_account_set_locked (TesseraAccount *self, gboolean locked);

/* Whether @tokens belong to the issuer, client ID and (where one is configured) token endpoint of
 * the account as it is now. If not, its refresh token is sent nowhere. */
gboolean tessera_account_owns (TesseraAccount *self, const OidcTokens *tokens);

/* The stored token set is not the account's: signed out, until either changes. */
void tessera_account_set_foreign (TesseraAccount *self);

/* Whether the state file says that a session of this account is stored. */
gboolean tessera_account_is_stored (TesseraAccount *self);
