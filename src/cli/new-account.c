/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "new-account.h"

#include <glib/gi18n.h>

#include "account-options.h"
#include "client-secret-option.h"
#include "presets.h"
#include "text-escape.h"

static TesseraAccount *
add (TesseraCall *call,
     TesseraAccounts *accounts,
     const TesseraAccountConfig *config,
     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_add_async (accounts, config, call->cancellable, tessera_call_ready_cb, &result);
  return tessera_accounts_add_finish (accounts, tessera_call_wait (&result), error);
}

/* Whatever the reason, a cancel too: an account without the secret that came with it is not added.
 */
static void
take_back (TesseraAccounts *accounts, TesseraAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_delete_entry_async (accounts, tessera_account_get_config (account)->id, NULL,
                                       tessera_call_ready_cb, &result);
  tessera_accounts_delete_entry_finish (accounts, tessera_call_wait (&result), NULL);
}

static void
describe (TesseraCall *call, TesseraAccount *account)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_auto (GStrv) redirect_uris = tessera_account_config_get_redirect_uris (config);
  const TesseraPreset *preset = tessera_presets_find_id (config->preset);
  g_autofree char *name = tessera_text_escape (config->name);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    json_array_add_string_element (array, redirect_uris[i]);
  json_object_set_string_member (call->object, "name", config->name);
  json_object_set_string_member (call->object, "id", config->id);
  json_object_set_array_member (call->object, "redirect_uris", array);
  tessera_account_options_say_issuer (call, config);
  if (preset != NULL && preset->redirect_is_free)
    g_string_append_printf (call->text, _ ("Added “%s”; there is no redirect URI to register.\n"),
                            name);
  else
    g_string_append_printf (call->text, _ ("Added “%s”; register the redirect URI %s.\n"), name,
                            redirect_uris[0]);
}

gboolean
tessera_new_account_add (TesseraCall *call,
                         const TesseraAccountConfig *config,
                         const char *secret,
                         GError **error)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  TesseraAccount *account = add (call, accounts, config, error);

  if (account == NULL)
    return FALSE;
  if (secret != NULL && !tessera_client_secret_option_store (call, account, secret, error))
    {
      take_back (accounts, account);
      return FALSE;
    }
  describe (call, account);
  return TRUE;
}
