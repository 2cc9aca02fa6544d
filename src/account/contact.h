/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lock.h"
#include "account.h"
#include "oidc-client.h"
#include "oidc-http.h"
#include "oidc-jwk.h"
#include "oidc-provider.h"
#include "steps.h"

/* What every flow of an account needs: who the account is, its provider, and the locks under which
 * what is stored of it may change. First member of the data of each flow, so that the rows below
 * can stand in each flow's table. */
typedef struct
{
  TesseraAccount *account;
  TesseraAccountConfig *config; /* as it was at the start, and again when the lock was had */

  OidcHttp *http; /* one, so that all requests share a connection */
  char *client_secret;
  OidcProvider *provider;
  OidcClient *client;
  OidcJwks *keys;

  TesseraLock *lock;
  TesseraLock *keyring_lock;
} TesseraContact;

void tessera_contact_init (TesseraContact *self, TesseraAccount *account);
void tessera_contact_clear (TesseraContact *self);

/* The keyring's, then the account's. */
void tessera_contact_release_locks (TesseraContact *self);

typedef TesseraStepStart TesseraContactStart (gpointer data,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data,
                                              GError **error);
typedef gboolean TesseraContactTake (gpointer data, GAsyncResult *result, GError **error);

/* The client secret, where the account has one. */
TesseraContactStart tessera_contact_find_secret;
TesseraContactTake tessera_contact_take_secret;

/* The provider's metadata (or what was given by hand), and the client as it presents itself. */
TesseraContactStart tessera_contact_discover;
TesseraContactTake tessera_contact_take_provider;

/* The provider's key set; taken a second time it replaces the first. */
TesseraContactStart tessera_contact_fetch_keys;
TesseraContactTake tessera_contact_take_keys;

/* The account's lock, and the store-wide one: see lock.h. Errors after the first:
 * TESSERA_CONFIG_ERROR_UNKNOWN if the account was removed before the lock was had. */
TesseraContactStart tessera_contact_lock_account, tessera_contact_lock_keyring;
TesseraContactTake tessera_contact_take_lock, tessera_contact_take_keyring_lock;
