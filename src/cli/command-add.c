/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "secret-input.h"
#include "terminal.h"

static TesseraAccountConfig *
make_config (TesseraCall *call)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup (call->name);
  config->issuer = g_strdup (tessera_call_get (call, "issuer"));
  config->client_id = g_strdup (tessera_call_get (call, "client-id"));
  config->client_auth = g_strdup (tessera_call_get (call, "client-auth"));
  config->scopes = tessera_call_get_all (call, "scope");
  config->redirect_uris = tessera_call_get_all (call, "redirect-uri");
  config->audience = g_strdup (tessera_call_get (call, "audience"));
  config->resources = tessera_call_get_all (call, "resource");
  config->auth_params = tessera_call_get_all (call, "auth-param");
  config->authorization_endpoint = g_strdup (tessera_call_get (call, "authorization-endpoint"));
  config->token_endpoint = g_strdup (tessera_call_get (call, "token-endpoint"));
  config->jwks_uri = g_strdup (tessera_call_get (call, "jwks-uri"));
  config->userinfo_endpoint = g_strdup (tessera_call_get (call, "userinfo-endpoint"));
  config->revocation_endpoint = g_strdup (tessera_call_get (call, "revocation-endpoint"));
  config->end_session_endpoint = g_strdup (tessera_call_get (call, "end-session-endpoint"));
  return config;
}

static gboolean
store_secret (TesseraCall *call, TesseraAccount *account, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (secret == NULL)
    return TRUE;
  tessera_account_set_client_secret_async (account, secret, call->cancellable,
                                           tessera_call_ready_cb, &result);
  return tessera_account_set_client_secret_finish (account, tessera_call_wait (&result), error);
}

static void
describe (TesseraCall *call, TesseraAccount *account)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_auto (GStrv) redirect_uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *name = tessera_terminal_escape (config->name);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    json_array_add_string_element (array, redirect_uris[i]);
  json_object_set_string_member (call->object, "name", config->name);
  json_object_set_string_member (call->object, "id", config->id);
  json_object_set_array_member (call->object, "redirect_uris", array);
  g_string_append_printf (call->text, _ ("Added “%s”; register the redirect URI %s.\n"), name,
                          redirect_uris[0]);
}

gboolean
tessera_command_add (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccountConfig) config = make_config (call);
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autofree char *secret = NULL;
  TesseraAccount *account;

  if (!tessera_account_config_check (config, error))
    return FALSE;
  if (tessera_call_has (call, "client-secret-stdin"))
    {
      tessera_call_watch_signals (call);
      secret = tessera_secret_input_read (call->cancellable, error);
      if (secret == NULL)
        return FALSE;
    }
  accounts = tessera_accounts_new (FALSE, NULL);
  account = tessera_accounts_add (accounts, config, error);
  if (account == NULL)
    return FALSE;
  if (!store_secret (call, account, secret, error))
    {
      tessera_accounts_forget (accounts, tessera_account_get_config (account)->id, NULL);
      return FALSE;
    }
  describe (call, account);
  return TRUE;
}
