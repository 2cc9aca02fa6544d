/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lock.h"
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
  GCancellable *browser_failed; /* (nullable) see tessera_browser_open_get_failed() */
  GCancellable *waiting;        /* (nullable) ends the wait: with the flow, or with the browser */
  gulong waiting_linked[2];     /* to the flow's cancellable, and to browser_failed */
  GCancellable *flow_cancellable;
  char *mishap;        /* (nullable) how an answer of the browser went astray */
  gboolean asks_again; /* the request is the second one, without offline_access */
  char *code;
  char *response_issuer; /* (nullable) that came with the code */
  OidcTokens *tokens;

  TesseraLock *accounts_lock; /* (nullable) of accounts.conf, while it is changed */

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

/* sign-in-again.c: the second request, where the first was refused for offline_access. */

/* The flow's repeats(): whether the provider has refused offline_access, which nobody asked for by
 * name. @data then has a request without it. */
gboolean tessera_sign_in_repeats (gpointer data, const GError *error);

/* Adds to an error that is about scopes which were asked for, and what is to be done. @error:
 * (nullable) */
void tessera_sign_in_explain_scopes (TesseraSignInData *self, GError *error);

/* Cleanup rows: write into accounts.conf that the account is to do without offline_access. */
TesseraStepStartFunc tessera_sign_in_lock_accounts, tessera_sign_in_write_config;
TesseraStepTakeFunc tessera_sign_in_take_accounts_locked, tessera_sign_in_take_config_written;

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
