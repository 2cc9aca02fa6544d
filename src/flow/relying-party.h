/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "loopback.h"
#include "oidc-client.h"
#include "oidc-http.h"
#include "oidc-jwk.h"
#include "oidc-provider.h"
#include "preset.h"
#include "session-owner.h"
#include "steps.h"
#include "transaction.h"

/* The account as the provider meets it, a relying party (OpenID Connect Core §1.2): what every flow
 * needs. First member of the data of each flow, so that the rows below can stand in each flow's
 * table. */
typedef struct
{
  TesseraStore *store;
  TesseraAccountConfig *config; /* as it was at the start, and as it is once the lock is had */

  const TesseraPreset
    *preset; /* (nullable) of the account, else of the metadata; once discovered */

  OidcHttp *http; /* one, so that all requests share a connection */
  char *client_secret;
  OidcProvider *provider;
  OidcClient *client;
  OidcJwks *keys;

  TesseraTransaction *transaction; /* while the account's lock is held */

  /* See revocation.h. */
  OidcTokens *to_revoke; /* (nullable) until it is done, or given up */
  GError *not_revoked;   /* why not */
  gboolean unreachable;  /* the provider is asked for nothing more */
} TesseraRelyingParty;

void tessera_relying_party_init (TesseraRelyingParty *self,
                                 const TesseraAccountConfig *config,
                                 TesseraStore *store);
void tessera_relying_party_clear (TesseraRelyingParty *self);

/* Listens for the browser at the account's redirect URIs (tessera_loopback_listen()). Where none is
 * configured, and the host has no 127.0.0.1, at [::1] (RFC 8252 §7.3). Returns: (transfer full) */
TesseraLoopback *tessera_relying_party_listen (TesseraRelyingParty *self,
                                               TesseraLoopbackJudge judge,
                                               gpointer user_data,
                                               GError **error);

/* The client secret, where the account has one. */
TesseraStepStartFunc tessera_relying_party_find_secret;
TesseraStepTakeFunc tessera_relying_party_take_secret;

/* The provider's metadata (or what was given by hand), and the client as it presents itself. */
TesseraStepStartFunc tessera_relying_party_discover;
TesseraStepTakeFunc tessera_relying_party_take_provider;

/* What the ID tokens of an account are signed with that says HS256 (OpenID Connect Core §10.1): the
 * client secret. (nullable) (transfer none): NULL for all other accounts, and for one without a
 * secret. */
const char *tessera_relying_party_get_hs256_secret (const TesseraRelyingParty *self);

/* The provider's key set; taken a second time it replaces the first. */
TesseraStepStartFunc tessera_relying_party_fetch_keys;
TesseraStepTakeFunc tessera_relying_party_take_keys;

/* Begins the transaction: waits for the account's lock. Errors: TESSERA_FILES_ERROR;
 * TESSERA_CONFIG_ERROR_UNKNOWN if the account was removed before the lock was had. */
TesseraStepStartFunc tessera_relying_party_begin;
TesseraStepTakeFunc tessera_relying_party_take_begun;

/* Makes sure that what is to come can be stored. */
TesseraStepStartFunc tessera_relying_party_prepare;
TesseraStepTakeFunc tessera_relying_party_take_prepared;

/* Waits for the keyring's turn, before rows that delete from it and are not to be interrupted. */
TesseraStepStartFunc tessera_relying_party_lock_keyring;
TesseraStepTakeFunc tessera_relying_party_take_keyring_locked;

/* A row, and a cleanup row: ends the transaction, where one is under way. */
TesseraStepStartFunc tessera_relying_party_release;
