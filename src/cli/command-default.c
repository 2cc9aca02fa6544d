/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "text-escape.h"

static gboolean
unset (TesseraCall *call, GError **error)
{
  if (call->name == NULL)
    return tessera_accounts_set_default (NULL, error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ ("“--unset” does not take a name: there is only one default account."));
  return FALSE;
}

static void
describe (TesseraCall *call, TesseraAccount *account)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_autofree char *name = tessera_text_escape (config->name);

  json_object_set_string_member (call->object, "name", config->name);
  json_object_set_string_member (call->object, "id", config->id);
  g_string_append_printf (call->text, "%s\n", name);
}

static gboolean
show (TesseraCall *call, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &problem);
  TesseraAccount *account = tessera_accounts_find_default (accounts);

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (account != NULL)
    describe (call, account);
  else
    tessera_call_say (
      call, _ ("There is no default account. To choose one, run “tessera default NAME”.\n"));
  return TRUE;
}

gboolean
tessera_command_default (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  TesseraAccount *account;

  if (tessera_options_has (call->options, "unset"))
    return unset (call, error);
  if (call->name == NULL)
    return show (call, error);
  account = tessera_call_find_account (call, &accounts, error);
  if (account == NULL
      || !tessera_accounts_set_default (tessera_account_get_config (account)->id, error))
    return FALSE;
  describe (call, account);
  return TRUE;
}
