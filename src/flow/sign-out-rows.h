/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loopback.h"
#include "revocation.h"
#include "sign-out-options.h"

/* What the rows of the sign-out's table (sign-out-flow.c) know and find out, and the rows
 * themselves. */
typedef struct
{
  TesseraRelyingParty party;
  const TesseraSignOutOptions *options;

  OidcTokens *tokens; /* (nullable) of the session that ends, or that the provider has ended */
  gboolean deleted;   /* nothing is left on this computer */

  char *own_parameter; /* (nullable) of a provider's own form */
  char *browser_uri;   /* what the browser opens */
  TesseraLoopback *loopback;
  gboolean opened;
  gboolean returned;
  GError *not_ended; /* why the browser ends no session */

  GCancellable *waiting; /* ends the wait: with the flow, or after the browser timeout */
  GCancellable *flow_cancellable;
  gulong waiting_linked;
  guint waiting_timeout;
} TesseraSignOutData;

/* sign-out-store.c: nothing is left on this computer. */
TesseraStepStartFunc tessera_sign_out_load, tessera_sign_out_delete;
TesseraStepTakeFunc tessera_sign_out_take_loaded, tessera_sign_out_take_deleted;

/* sign-out-browser.c: the person's session at the provider ends, too. */
TesseraStepStartFunc tessera_sign_out_open_browser, tessera_sign_out_await_browser;
TesseraStepTakeFunc tessera_sign_out_take_opened, tessera_sign_out_take_returned;

/* Where the browser is to be sent, by OpenID Connect or (*own_parameter is set: (transfer full)) in
 * the provider's own way, which @preset (nullable) knows. Returns: (transfer full) (nullable) */
char *tessera_sign_out_find_endpoint (const TesseraPreset *preset,
                                      const OidcProvider *provider,
                                      char **own_parameter);
