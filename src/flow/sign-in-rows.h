/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loopback.h"
#include "oidc-grant.h"
#include "revocation.h"
#include "sign-in-options.h"

/* What the rows of the sign-in's table (sign-in-flow.c) know and find out, and the rows themselves.
 */
typedef struct
{
  TesseraRelyingParty party;
  TesseraSignInOptions options;

  TesseraLoopback *loopback;
  OidcRequest *request;
  char *obstacle; /* (nullable) what the person is told instead of the step while they are in the
                     browser: that none was opened, or that nothing will be stored */
  char *mishap;   /* (nullable) how an answer of the browser went astray */
  char *code;
  OidcTokens *tokens;

  OidcTokens *replaced; /* (nullable) what was stored before */
  gboolean stored;
  GError *warning; /* why the session could not be stored */
} TesseraSignInData;

TesseraSignInData *tessera_sign_in_data_new (const TesseraAccountConfig *config,
                                             TesseraStore *store,
                                             const TesseraSignInOptions *options);
void tessera_sign_in_data_free (TesseraSignInData *self);

/* One more sentence for the person. Takes @sentence. */
void tessera_sign_in_add_obstacle (TesseraSignInData *self, char *sentence);

/* sign-in-ask.c: from the account to the authorization code. */
TesseraStepStartFunc tessera_sign_in_listen, tessera_sign_in_open_browser,
  tessera_sign_in_await_answer;
TesseraStepTakeFunc tessera_sign_in_take_opened, tessera_sign_in_take_answer;

/* sign-in-verify.c: from the code to tokens whose owner is known. */
TesseraStepStartFunc tessera_sign_in_fetch_keys, tessera_sign_in_exchange_code,
  tessera_sign_in_check_identity, tessera_sign_in_ask_userinfo;
TesseraStepTakeFunc tessera_sign_in_take_tokens, tessera_sign_in_take_identity,
  tessera_sign_in_take_userinfo;

/* sign-in-store.c: into the store. */
TesseraStepStartFunc tessera_sign_in_begin, tessera_sign_in_prepare, tessera_sign_in_load_replaced,
  tessera_sign_in_commit, tessera_sign_in_choose_revoked;
TesseraStepTakeFunc tessera_sign_in_take_begun, tessera_sign_in_take_prepared,
  tessera_sign_in_take_replaced, tessera_sign_in_take_committed;
