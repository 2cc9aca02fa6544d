/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-lock.h"
#include "loopback.h"
#include "oidc-grant.h"
#include "oidc-jwk.h"
#include "sign-in.h"
#include "steps.h"

/* What the rows of the sign-in's table (sign-in.c) know and find out, and the rows themselves. */
typedef struct
{
  TesseraAccount *account;
  TesseraConfig *config; /* as it was at the start */
  gboolean open_browser;
  gboolean keep_in_memory;
  void (*show_uri) (gpointer user_data, const char *uri);
  gpointer user_data;

  OidcHttp *http; /* one, so that all requests share a connection */
  char *client_secret;
  OidcProvider *provider;
  OidcClient *client;
  TesseraLoopback *loopback;
  OidcRequest *request;
  OidcJwks *keys;
  char *code;
  OidcTokens *tokens;

  TesseraLock *lock;
  TesseraLock *keyring_lock;
  gboolean stored;
  GError *warning; /* why the session could not be remembered */
} TesseraSignInData;

TesseraSignInData *tessera_sign_in_data_new (TesseraAccount *account);
void tessera_sign_in_data_free (TesseraSignInData *self);

typedef TesseraStepStart TesseraSignInStart (gpointer data,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data,
                                             GError **error);
typedef gboolean TesseraSignInTake (gpointer data, GAsyncResult *result, GError **error);

/* sign-in-ask.c: from the account to the authorization code. */
TesseraSignInStart tessera_sign_in_find_secret, tessera_sign_in_discover, tessera_sign_in_listen,
  tessera_sign_in_open_browser, tessera_sign_in_await_answer;
TesseraSignInTake tessera_sign_in_take_secret, tessera_sign_in_take_provider,
  tessera_sign_in_take_opened, tessera_sign_in_take_answer;

/* sign-in-verify.c: from the code to tokens whose owner is known. */
TesseraSignInStart tessera_sign_in_fetch_keys, tessera_sign_in_exchange_code,
  tessera_sign_in_check_identity, tessera_sign_in_ask_userinfo;
TesseraSignInTake tessera_sign_in_take_keys, tessera_sign_in_take_tokens,
  tessera_sign_in_take_identity, tessera_sign_in_take_userinfo;

/* sign-in-remember.c: into keyring and state file; where that fails and nothing else keeps the
 * tokens, they are revoked. */
TesseraSignInStart tessera_sign_in_lock_account, tessera_sign_in_lock_keyring,
  tessera_sign_in_look_before, tessera_sign_in_remember, tessera_sign_in_forget_again,
  tessera_sign_in_revoke_refresh, tessera_sign_in_revoke_access;
TesseraSignInTake tessera_sign_in_take_lock, tessera_sign_in_take_keyring_lock,
  tessera_sign_in_take_before, tessera_sign_in_take_remembered, tessera_sign_in_take_forgotten,
  tessera_sign_in_take_refresh_revoked, tessera_sign_in_take_access_revoked;
