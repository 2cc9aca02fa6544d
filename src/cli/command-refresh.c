/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "command-token.h"
#include "commands.h"
#include "account-renew.h"

static gboolean
renew (TesseraCall *call, TesseraAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_renew_async (account, tessera_account_renew_get_program_began (), FALSE, call->cancellable,
                         tessera_call_ready_cb, &result);
  return tessera_account_renew_finish (account, tessera_call_wait (&result), NULL, error);
}

gboolean
tessera_command_token_renewing (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (GError) local_error = NULL;
  TesseraAccount *account;
  guint min_validity;

  if (!tessera_command_token_find (call, &accounts, &account, &min_validity, error))
    return FALSE;
  tessera_call_watch_signals (call);
  if (tessera_command_token_take (call, account, min_validity, &local_error))
    return TRUE;
  if (!tessera_command_token_may_renew (call, account))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return renew (call, account, error) && tessera_command_token_take (call, account, 0, error);
}

gboolean
tessera_command_refresh (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);

  if (account == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  if (!renew (call, account, error))
    return FALSE;
  tessera_command_describe (call, account);
  return TRUE;
}
