/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command-token.h"

#include "clock.h"
#include "commands.h"

#define MIN_VALIDITY 60 /* seconds */

/* @expires_at: wall clock in seconds; 0: unknown. */
static void
describe_expiry (TesseraCall *call, gint64 expires_at, gint64 left)
{
  if (expires_at <= 0)
    return;
  json_object_set_int_member (call->object, "expires_at", expires_at);
  json_object_set_int_member (call->object, "expires_in", left);
}

static void
describe (TesseraCall *call, TesseraAccount *account, gboolean id_token, const char *token)
{
  gint64 id_token_expires_at = id_token ? tessera_account_get_id_token_expires_at (account) : 0;

  json_object_set_string_member (call->object, id_token ? "id_token" : "access_token", token);
  if (id_token)
    describe_expiry (call, id_token_expires_at, id_token_expires_at - tessera_clock_wall ());
  else
    describe_expiry (call, tessera_account_get_expires_at (account),
                     tessera_account_get_seconds_left (account));
}

/* For a program that takes a header whole (RFC 6750 §2.1). */
static void
make_header (TesseraCall *call)
{
  g_autofree char *token = g_steal_pointer (&call->secret);

  call->secret = g_strconcat ("Authorization: Bearer ", token, NULL);
  if (call->json)
    json_object_set_string_member (call->object, "header", call->secret);
}

gboolean
tessera_command_token_take (TesseraCall *call,
                            TesseraAccount *account,
                            guint min_validity,
                            GError **error)
{
  gboolean id_token = tessera_options_has (call->options, "id-token");
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_get_token_async (account, id_token ? TESSERA_TOKEN_ID : TESSERA_TOKEN_ACCESS,
                                   min_validity, call->cancellable, tessera_call_ready_cb, &result);
  call->secret = tessera_account_get_token_finish (account, tessera_call_wait (&result), error);
  if (call->secret == NULL)
    return FALSE;
  if (call->json)
    describe (call, account, id_token, call->secret);
  if (tessera_options_has (call->options, "header"))
    make_header (call);
  return TRUE;
}

gboolean
tessera_command_token_find (TesseraCall *call,
                            TesseraAccounts **accounts,
                            TesseraAccount **account,
                            guint *min_validity,
                            GError **error)
{
  if (!tessera_options_get_seconds (call->options, "min-validity", 0, MIN_VALIDITY, min_validity,
                                    error))
    return FALSE;
  *account = tessera_call_find_account (call, accounts, error);
  return *account != NULL;
}

gboolean
tessera_command_token_may_renew (TesseraCall *call, TesseraAccount *account)
{
  return tessera_account_is_loaded (account) && tessera_account_can_renew (account)
         && (!tessera_options_has (call->options, "id-token")
             || tessera_account_get_id_token (account) != NULL);
}

/* Where nothing renews the session and no validity was asked for, a token counts until its end.
 * @failure: (transfer full), why it does not count otherwise. */
static gboolean
take_last_minute (TesseraCall *call, TesseraAccount *account, GError *failure, GError **error)
{
  g_autoptr (GError) reason = failure;

  if (call->needs_online || !tessera_account_is_loaded (account)
      || tessera_options_has (call->options, "min-validity"))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
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
  call->needs_online = tessera_command_token_may_renew (call, account);
  return take_last_minute (call, account, failure, error);
}
