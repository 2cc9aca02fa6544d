/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client-secret-option.h"

#include <glib/gi18n.h>
#include <string.h>

#include "secret-input.h"

gboolean
tessera_client_secret_option_read (TesseraCall *call, char **secret, GError **error)
{
  g_autoptr (GError) problem = NULL;

  *secret = NULL;
  if (!tessera_options_has (call->options, "client-secret-stdin"))
    return TRUE;
  *secret = tessera_secret_input_read (call->cancellable, &problem);
  if (*secret != NULL)
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         strcmp (call->command->name, "add") == 0 ? _ ("No account was added.")
                                                                  : _ ("Nothing was changed."));
  else
    g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
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
