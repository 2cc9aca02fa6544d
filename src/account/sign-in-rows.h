/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contact.h"
#include "loopback.h"
#include "oidc-grant.h"
#include "sign-in.h"

/* What the rows of the sign-in's table (sign-in.c) know and find out, and the rows themselves. */
typedef struct
{
  TesseraContact contact;
  gboolean open_browser;
  gboolean keep_in_memory;
  void (*show_uri) (gpointer user_data, const char *uri);
  void (*announce) (gpointer data, const char *text);
  gpointer user_data;

  TesseraLoopback *loopback;
  OidcRequest *request;
  char *obstacle; /* why no browser was opened, and what the person can do instead */
  char *code;
  OidcTokens *tokens;

  gboolean stored;
  GError *warning; /* why the session could not be remembered */
} TesseraSignInData;

TesseraSignInData *tessera_sign_in_data_new (TesseraAccount *account);
void tessera_sign_in_data_free (TesseraSignInData *self);

/* sign-in-ask.c: from the account to the authorization code. */
TesseraContactStart tessera_sign_in_listen, tessera_sign_in_open_browser,
  tessera_sign_in_await_answer;
TesseraContactTake tessera_sign_in_take_opened, tessera_sign_in_take_answer;

/* sign-in-verify.c: from the code to tokens whose owner is known. */
TesseraContactStart tessera_sign_in_fetch_keys, tessera_sign_in_exchange_code,
  tessera_sign_in_check_identity, tessera_sign_in_ask_userinfo;
TesseraContactTake tessera_sign_in_take_tokens, tessera_sign_in_take_identity,
  tessera_sign_in_take_userinfo;

/* sign-in-remember.c: into keyring and state file; where that fails and nothing else keeps the
 * tokens, they are revoked. */
TesseraContactStart tessera_sign_in_lock_keyring, tessera_sign_in_look_before,
  tessera_sign_in_remember, tessera_sign_in_forget_again, tessera_sign_in_revoke_refresh,
  tessera_sign_in_revoke_access;
TesseraContactTake tessera_sign_in_take_lock, tessera_sign_in_take_keyring_lock,
  tessera_sign_in_take_before, tessera_sign_in_take_remembered, tessera_sign_in_take_forgotten,
  tessera_sign_in_take_refresh_revoked, tessera_sign_in_take_access_revoked;
