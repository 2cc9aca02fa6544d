/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "text-escape.h"

gboolean
tessera_command_remove (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = NULL;
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);

  if (account == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  name = tessera_text_escape (tessera_account_get_name (account));
  json_object_set_string_member (call->object, "removed", tessera_account_get_name (account));
  tessera_accounts_remove_async (accounts, account, call->cancellable, tessera_call_ready_cb,
                                 &result);
  if (!tessera_accounts_remove_finish (accounts, tessera_call_wait (&result), &call->warning,
                                       error))
    {
      json_object_remove_member (call->object, "removed");
      return FALSE;
    }
  g_string_append_printf (call->text, _ ("Removed “%s”.\n"), name);
  return TRUE;
}
