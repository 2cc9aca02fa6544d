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

const TesseraPreset *
tessera_new_account_find_preset (const TesseraAccountConfig *config)
{
  return tessera_presets_find (config->preset, config->issuer != NULL
                                                 ? config->issuer
                                                 : config->authorization_endpoint);
}

char *
tessera_new_account_say_return (const TesseraPreset *preset)
{
  if (preset == NULL || preset->logout_list == NULL)
    return NULL;
  /* Translators: what the provider calls a list of addresses. */
  return g_strdup_printf (
    _ ("Add it to “%s” as well, so that the browser can return after you sign out.\n"),
    preset->logout_list);
}

void
tessera_new_account_say_registration (TesseraCall *call, const TesseraAccountConfig *config)
{
  const TesseraPreset *preset = tessera_new_account_find_preset (config);
  g_auto (GStrv) redirect_uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *back = tessera_new_account_say_return (preset);

  call->text_is_prose = TRUE;
  if (preset != NULL && preset->redirect_is_free)
    g_string_append_printf (call->text, "%s\n", _ ("No redirect URI needs to be registered."));
  else
    g_string_append_printf (call->text, _ ("Redirect URI to register: %s\n"), redirect_uris[0]);
  if (back != NULL)
    g_string_append (call->text, back);
}

static void
describe (TesseraCall *call, TesseraAccount *account)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_auto (GStrv) redirect_uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *name = tessera_text_escape (config->name);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    json_array_add_string_element (array, redirect_uris[i]);
  json_object_set_string_member (call->object, "name", config->name);
  json_object_set_string_member (call->object, "id", config->id);
  json_object_set_array_member (call->object, "redirect_uris", array);
  tessera_account_options_say_issuer (call, config);
  g_string_append_printf (call->text, _ ("Added “%s”.\n"), name);
  tessera_new_account_say_registration (call, config);
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
