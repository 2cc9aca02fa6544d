/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contact.h"
#include "loopback.h"
#include "oidc-tokens.h"
#include "sign-out.h"

/* What the rows of the sign-out's table (sign-out.c) know and find out, and the rows themselves. */
typedef struct
{
  TesseraContact contact;
  guint patience;
  gboolean skip_browser;
  gpointer user_data;

  gboolean was_signed_in; /* as the state file said under the lock, and so does */
  gboolean has_ended;     /* this: the provider ended the session */
  OidcTokens *tokens;     /* (nullable) those to end at the provider */
  gboolean forgotten;

  gboolean revoking;    /* not all was revoked, nor given up, yet */
  gboolean unreachable; /* so that nothing more is asked of the provider */
  GError *not_revoked;  /* why */
  GError *not_ended;    /* why the browser ends no session */
  char *own_parameter;  /* (nullable) of a provider's own form */
  char *state;          /* (nullable) what the browser brings back */
  char *departure;      /* what the browser opens */
  TesseraLoopback *loopback;
  gboolean opened;
  gboolean returned;
  GCancellable *waiting; /* ends the wait: by the flow's, or for want of patience */
  GCancellable *flow_cancellable;
  gulong waiting_linked;
  guint waiting_timeout;
} TesseraSignOutData;

TesseraSignOutData *tessera_sign_out_data_new (TesseraAccount *account);
void tessera_sign_out_data_free (TesseraSignOutData *self);

/* sign-out-forget.c: nothing is left on this computer. */
TesseraContactStart tessera_sign_out_look_up, tessera_sign_out_forget;
TesseraContactTake tessera_sign_out_take_stored, tessera_sign_out_take_forgotten;

/* sign-out-revoke.c: the tokens are worth nothing any more. What fails here is kept in not_revoked,
 * and the rows that follow run all the same. */
TesseraContactStart tessera_sign_out_find_secret, tessera_sign_out_discover,
  tessera_sign_out_revoke_refresh, tessera_sign_out_revoke_access;
TesseraContactTake tessera_sign_out_take_secret, tessera_sign_out_take_provider,
  tessera_sign_out_take_refresh_revoked, tessera_sign_out_take_access_revoked;

/* sign-out-browser.c: the person's session at the provider ends, too. */
TesseraContactStart tessera_sign_out_open_browser, tessera_sign_out_await_browser;
TesseraContactTake tessera_sign_out_take_opened, tessera_sign_out_take_returned;

/* Where the browser is to be sent, by OpenID Connect or (*own_parameter is set: (transfer full)) in
 * the provider's own way. Returns: (transfer full) (nullable) */
char *tessera_sign_out_find_endpoint (const TesseraAccountConfig *config,
                                      const OidcProvider *provider,
                                      char **own_parameter);
