/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client-secret-option.h"

#include "secret-input.h"

gboolean
tessera_client_secret_option_read (TesseraCall *call, char **secret, GError **error)
{
  *secret = NULL;
  if (!tessera_options_has (call->options, "client-secret-stdin"))
    return TRUE;
  *secret = tessera_secret_input_read (call->cancellable, error);
  return *secret != NULL;
}

gboolean
tessera_client_secret_option_store (TesseraCall *call,
                                    TesseraAccount *account,
                                    const char *secret,
                                    GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_set_client_secret_async (account, secret, call->cancellable,
                                           tessera_call_ready_cb, &result);
  return tessera_account_set_client_secret_finish (account, tessera_call_wait (&result), error);
}
