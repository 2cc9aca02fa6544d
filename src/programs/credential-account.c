/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-account.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
has_any (char **list)
{
  return list != NULL && list[0] != NULL;
}

/* Whether @config's token may go to the request's host. */
static gboolean
is_listed (TesseraCredentialRequest *request, const TesseraAccountConfig *config)
{
  if (has_any (request->hosts)
      && !tessera_accounts_hosts_name (request->hosts, request->uri, request->uri_is_whole,
                                       &request->host_user))
    return FALSE;
  if (has_any (config->hosts))
    {
      g_clear_pointer (&request->host_user, g_free);
      return tessera_accounts_hosts_name (config->hosts, request->uri, request->uri_is_whole,
                                          &request->host_user);
    }
  return has_any (request->hosts) || request->protocol->scope == TESSERA_CREDENTIAL_SCOPED;
}

/* The only account or the default one. */
static TesseraAccount *
find_default (TesseraCredentialRequest *request, TesseraAccounts *accounts, GError **error)
{
  TesseraAccount *account = tessera_accounts_find_default (accounts);
  g_autofree char *command = g_strconcat ("credential ", request->protocol->name, NULL);

  if (account == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("“tessera %s” needs the name of an account."), command);
  return account;
}

static TesseraAccount *
find_for_host (TesseraCredentialRequest *request, TesseraAccounts *accounts, GError **error)
{
  if (has_any (request->hosts)
      && !tessera_accounts_hosts_name (request->hosts, request->uri, request->uri_is_whole, NULL))
    return NULL;
  return tessera_accounts_find_host (accounts, request->uri, request->uri_is_whole,
                                     &request->host_user, error);
}

static TesseraAccount *
find_account (TesseraCredentialRequest *request, TesseraAccounts *accounts, GError **error)
{
  TesseraAccount *account;

  if (request->uri != NULL && !tessera_accounts_is_secure_host (request->uri))
    return NULL;
  if (request->account_name == NULL)
    return request->uri != NULL ? find_for_host (request, accounts, error)
                                : find_default (request, accounts, error);
  account = tessera_accounts_find (accounts, request->account_name, error);
  if (account == NULL || request->uri == NULL
      || is_listed (request, tessera_account_get_config (account)))
    return account;
  return NULL;
}

/* For goauth: where the token of @config may go, as URLs. Those of --host that the account names,
 * or all that it names. */
static void
list_header_hosts (TesseraCredentialRequest *request, const TesseraAccountConfig *config)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  char **hosts = has_any (request->hosts) ? request->hosts : config->hosts;

  for (gsize i = 0; hosts != NULL && hosts[i] != NULL; i++)
    {
      g_autofree char *url = tessera_accounts_make_url (hosts[i]);

      if (url != NULL
          && (!has_any (config->hosts)
              || tessera_accounts_hosts_name (config->hosts, url, TRUE, NULL)))
        g_strv_builder_add (urls, url);
    }
  request->header_hosts = g_strv_builder_end (urls);
}

TesseraAccount *
tessera_credential_account_find (TesseraCredentialRequest *request,
                                 TesseraAccounts *accounts,
                                 GError **error)
{
  TesseraAccount *account = find_account (request, accounts, error);

  if (account == NULL)
    return NULL;
  list_header_hosts (request, tessera_account_get_config (account));
  if (request->protocol->scope == TESSERA_CREDENTIAL_FOR_A_HOST && !has_any (request->header_hosts))
    return NULL;
  return account;
}

gboolean
tessera_credential_account_may_be (const TesseraCredentialRequest *request)
{
  return request->account_name != NULL || request->uri == NULL
         || tessera_accounts_may_name (request->uri);
}
