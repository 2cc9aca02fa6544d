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

  tessera_account_renew_async (account, tessera_account_renew_get_program_began (), FALSE,
                               call->cancellable, tessera_call_ready_cb, &result);
  return tessera_account_renew_finish (account, tessera_call_wait (&result), NULL, error);
}

/* Whether the session goes on after this failure, and nobody cancelled. */
static gboolean
leaves_the_token_valid (const GError *failure)
{
  return tessera_error_kind (failure) != TESSERA_ERROR_NOT_SIGNED_IN
         && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The renewal came early. Its failure (a provider that is down, a full disk) costs nothing as long
 * as the token that is there is valid at all. @failure: (transfer full). */
static gboolean
take_unrenewed (TesseraCall *call, TesseraAccount *account, GError *failure, GError **error)
{
  g_autoptr (GError) reason = failure;

  if (!leaves_the_token_valid (reason) || !tessera_command_token_take (call, account, 0, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  /* Translators: why it could not be renewed, a whole sentence. */
  call->warning
    = g_error_new (reason->domain, reason->code,
                   _ ("The token is still valid, but could not be renewed: %s"), reason->message);
  call->warning_is_for_people = TRUE;
  return TRUE;
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
  g_clear_error (&local_error);
  if (renew (call, account, &local_error))
    return tessera_command_token_take (call, account, 0, error);
  return take_unrenewed (call, account, g_steal_pointer (&local_error), error);
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
