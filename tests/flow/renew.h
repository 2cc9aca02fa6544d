/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow.h"
#include "oidc-tokens.h"

/* For tests of the renewal: one account, signed in at a provider with a refresh token, and others
 * that stand for the same account in other processes. */
typedef struct
{
  ProviderProcess *provider;
  Flow *flow;
  TesseraAccount *account;
  char *access_token;  /* of the sign-in */
  char *refresh_token; /* of the sign-in */
  GCancellable *cancellable;

  /* Before renew_run(). */
  gint64 since;       /* 0: now */
  gboolean no_memory; /* as in the terminal */

  /* After it. */
  GError *warning; /* (nullable) */
  gint64 retry_after;
} Renew;

/* Signs in at @provider, whose log is emptied then. @scopes: (nullable) */
Renew *renew_new (ProviderProcess *provider, const char *scopes);
void renew_free (Renew *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renew, renew_free)

/* Renews @account: the Renew's, or another one of renew_other(). */
gboolean renew_run_as (Renew *self, TesseraAccount *account, GError **error);
gboolean renew_run (Renew *self, GError **error);

/* The same account in another process, which has loaded nothing yet. (transfer full) */
TesseraAccount *renew_other (Renew *self);

/* What the keyring holds, read as another process would. (transfer full) */
OidcTokens *renew_load (Renew *self);

/* How many requests the token endpoint got since the sign-in. */
guint renew_count (Renew *self);

/* Asserts that the session is a renewed one: in memory, keyring and state file. */
void renew_assert_renewed (Renew *self, const GError *error);

/* Asserts an error of @exit_code, and that the session is as it was before. */
void renew_assert_kept (Renew *self, const GError *error, int exit_code);

/* Asserts an error of @exit_code for an answer that was refused: the session is as it was but for
 * the refresh token, which is the answer's. */
void renew_assert_refused (Renew *self, const GError *error, int exit_code);

/* Asserts that the provider ended the session, and that this is known everywhere. */
void renew_assert_ended (Renew *self, const GError *error);
