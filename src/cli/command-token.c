/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "commands.h"

static void
describe (TesseraCall *call, TesseraAccount *account, gboolean id_token, const char *token)
{
  json_object_set_string_member (call->object, id_token ? "id_token" : "access_token", token);
  if (!id_token && tessera_account_get_expires_at (account) > 0)
    {
      json_object_set_int_member (call->object, "expires_at",
                                  tessera_account_get_expires_at (account));
      json_object_set_int_member (call->object, "expires_in",
                                  tessera_account_get_seconds_left (account));
    }
}

gboolean
tessera_command_token (TesseraCall *call, GError **error)
{
  gboolean id_token = tessera_call_has (call, "id-token");
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TesseraAccount *account;
  guint min_validity;

  if (!tessera_call_get_seconds (call, "min-validity", 0, 0, &min_validity, error))
    return FALSE;
  account = tessera_call_find_account (call, &accounts, error);
  if (account == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  tessera_account_get_token_async (account, id_token ? TESSERA_TOKEN_ID : TESSERA_TOKEN_ACCESS,
                                   min_validity, call->cancellable, tessera_call_ready_cb, &result);
  call->secret = tessera_account_get_token_finish (account, tessera_call_wait (&result), error);
  if (call->secret != NULL && call->json)
    describe (call, account, id_token, call->secret);
  return call->secret != NULL;
}
