/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command-token.h"

#include "commands.h"

#define MIN_VALIDITY 60 /* seconds */

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
tessera_command_token_take (TesseraCall *call,
                            TesseraAccount *account,
                            guint min_validity,
                            GError **error)
{
  gboolean id_token = tessera_call_has (call, "id-token");
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_get_token_async (account, id_token ? TESSERA_TOKEN_ID : TESSERA_TOKEN_ACCESS,
                                   min_validity, call->cancellable, tessera_call_ready_cb, &result);
  call->secret = tessera_account_get_token_finish (account, tessera_call_wait (&result), error);
  if (call->secret != NULL && call->json)
    describe (call, account, id_token, call->secret);
  return call->secret != NULL;
}

gboolean
tessera_command_token_find (TesseraCall *call,
                            TesseraAccounts **accounts,
                            TesseraAccount **account,
                            guint *min_validity,
                            GError **error)
{
  if (!tessera_call_get_seconds (call, "min-validity", 0, MIN_VALIDITY, min_validity, error))
    return FALSE;
  *account = tessera_call_find_account (call, accounts, error);
  return *account != NULL;
}

gboolean
tessera_command_token_may_renew (TesseraCall *call, TesseraAccount *account)
{
  return tessera_account_is_loaded (account) && tessera_account_can_renew (account)
         && (!tessera_call_has (call, "id-token")
             || tessera_account_get_id_token (account) != NULL);
}

/* Nothing renews the session, and nobody asked for a validity: the last minute of a token
 * counts. */
static gboolean
take_rest (TesseraCall *call, TesseraAccount *account, GError *failure, GError **error)
{
  if (call->hand_on || !tessera_account_is_loaded (account)
      || tessera_call_has (call, "min-validity"))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  return tessera_command_token_take (call, account, 0, error);
}

gboolean
tessera_command_token (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  GError *failure = NULL;
  TesseraAccount *account;
  guint min_validity;

  if (!tessera_command_token_find (call, &accounts, &account, &min_validity, error))
    return FALSE;
  tessera_call_watch_signals (call);
  if (tessera_command_token_take (call, account, min_validity, &failure))
    return TRUE;
  call->hand_on = tessera_command_token_may_renew (call, account);
  return take_rest (call, account, failure, error);
}
