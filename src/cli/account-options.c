/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-options.h"

#include <string.h>

static const struct
{
  const char *option;
  glong offset;
  gboolean list;
} fields[] = {
  { "issuer", G_STRUCT_OFFSET (TesseraAccountConfig, issuer), FALSE },
  { "client-id", G_STRUCT_OFFSET (TesseraAccountConfig, client_id), FALSE },
  { "client-auth", G_STRUCT_OFFSET (TesseraAccountConfig, client_auth), FALSE },
  { "scope", G_STRUCT_OFFSET (TesseraAccountConfig, scopes), TRUE },
  { "redirect-uri", G_STRUCT_OFFSET (TesseraAccountConfig, redirect_uris), TRUE },
  { "audience", G_STRUCT_OFFSET (TesseraAccountConfig, audience), FALSE },
  { "resource", G_STRUCT_OFFSET (TesseraAccountConfig, resources), TRUE },
  { "auth-param", G_STRUCT_OFFSET (TesseraAccountConfig, auth_params), TRUE },
  { "offline-access", G_STRUCT_OFFSET (TesseraAccountConfig, offline_access), FALSE },
  { "id-token-alg", G_STRUCT_OFFSET (TesseraAccountConfig, id_token_alg), FALSE },
  { "host", G_STRUCT_OFFSET (TesseraAccountConfig, hosts), TRUE },
  { "authorization-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, authorization_endpoint),
    FALSE },
  { "token-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, token_endpoint), FALSE },
  { "jwks-uri", G_STRUCT_OFFSET (TesseraAccountConfig, jwks_uri), FALSE },
  { "userinfo-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, userinfo_endpoint), FALSE },
  { "revocation-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, revocation_endpoint), FALSE },
  { "end-session-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, end_session_endpoint), FALSE },
};

static void
clear_field (gsize i, TesseraAccountConfig *config)
{
  gpointer field = G_STRUCT_MEMBER_P (config, fields[i].offset);

  if (fields[i].list)
    g_clear_pointer ((char ***) field, g_strfreev);
  else
    g_clear_pointer ((char **) field, g_free);
}

void
tessera_account_options_apply (TesseraOptions *options, TesseraAccountConfig *config)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!tessera_options_has (options, fields[i].option))
        continue;
      clear_field (i, config);
      if (fields[i].list)
        G_STRUCT_MEMBER (char **, config, fields[i].offset)
          = tessera_options_get_all (options, fields[i].option);
      else
        G_STRUCT_MEMBER (char *, config, fields[i].offset)
          = g_strdup (tessera_options_get (options, fields[i].option));
    }
}

gboolean
tessera_account_options_unset (const char *option, TesseraAccountConfig *config)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].option, option) == 0)
      {
        clear_field (i, config);
        return TRUE;
      }
  return FALSE;
}

gboolean
tessera_account_options_any (TesseraOptions *options)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (tessera_options_has (options, fields[i].option))
      return TRUE;
  return FALSE;
}
