/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "store.h"

/* The sign-in (RFC 8252), a table of steps: sign-in-flow.c. */
typedef struct
{
  guint timeout;           /* seconds, for all of it */
  gboolean open_browser;   /* else show_uri() is all there is */
  gboolean keep_in_memory; /* whether a session that could not be stored lives on in memory (the
                              window), or is revoked, which is a failure (the terminal) */

  /* The step that begins, translated; NULL when the flow has ended. */
  void (*announce) (gpointer user_data, const char *step);
  /* What the browser is to open. */
  void (*show_uri) (gpointer user_data, const char *uri);
  gpointer user_data;
} TesseraSignInOptions;

/* Signs the account @config in. Before the browser opens it is known whether the session can be
 * stored. From the code exchange on, whatever ends the flow before the tokens are stored revokes them;
 * and once they are stored, the refresh token that they replace is revoked. @options are copied. */
void tessera_sign_in_flow_async (const TesseraAccountConfig *config,
                                 TesseraStore *store,
                                 const TesseraSignInOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* *warning (nullable): after success, why the session could not be stored. Errors: any room's,
 * prefixed once by the step that failed; G_IO_ERROR_CANCELLED; TESSERA_FLOW_ERROR_DEADLINE. */
gboolean tessera_sign_in_flow_finish (GAsyncResult *result, GError **warning, GError **error);
