/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "secret-input.h"
#include "text-escape.h"

static TesseraAccountConfig *
make_config (TesseraCall *call)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup (call->name);
  config->issuer = g_strdup (tessera_options_get (call->options, "issuer"));
  config->client_id = g_strdup (tessera_options_get (call->options, "client-id"));
  config->client_auth = g_strdup (tessera_options_get (call->options, "client-auth"));
  config->scopes = tessera_options_get_all (call->options, "scope");
  config->redirect_uris = tessera_options_get_all (call->options, "redirect-uri");
  config->audience = g_strdup (tessera_options_get (call->options, "audience"));
  config->resources = tessera_options_get_all (call->options, "resource");
  config->auth_params = tessera_options_get_all (call->options, "auth-param");
  config->authorization_endpoint
    = g_strdup (tessera_options_get (call->options, "authorization-endpoint"));
  config->token_endpoint = g_strdup (tessera_options_get (call->options, "token-endpoint"));
  config->jwks_uri = g_strdup (tessera_options_get (call->options, "jwks-uri"));
  config->userinfo_endpoint = g_strdup (tessera_options_get (call->options, "userinfo-endpoint"));
  config->revocation_endpoint
    = g_strdup (tessera_options_get (call->options, "revocation-endpoint"));
  config->end_session_endpoint
    = g_strdup (tessera_options_get (call->options, "end-session-endpoint"));
  config->ca_file = tessera_account_config_resolve_file (tessera_options_get (call->options, "ca"));
  config->client_cert
    = tessera_account_config_resolve_file (tessera_options_get (call->options, "client-cert"));
  config->client_key
    = tessera_account_config_resolve_file (tessera_options_get (call->options, "client-key"));
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
  g_autofree char *name = tessera_text_escape (config->name);
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
  tessera_call_watch_signals (call);
  if (tessera_options_has (call->options, "client-secret-stdin"))
    {
      secret = tessera_secret_input_read (call->cancellable, error);
      if (secret == NULL)
        return FALSE;
    }
  accounts = tessera_accounts_new (FALSE, NULL);
  account = add (call, accounts, config, error);
  if (account == NULL)
    return FALSE;
  if (!store_secret (call, account, secret, error))
    {
      take_back (accounts, account);
      return FALSE;
    }
  describe (call, account);
  return TRUE;
}
