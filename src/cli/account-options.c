/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-options.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "issuer-entry.h"
#include "terminal.h"
#include "text-escape.h"

static const struct
{
  const char *option;
  glong offset;
  gboolean list;
} fields[] = {
  { "preset", G_STRUCT_OFFSET (TesseraAccountConfig, preset), FALSE },
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

/* Whoever has the address of the metadata means the issuer in it. */
static void
cut_issuer (TesseraAccountConfig *config)
{
  g_autofree char *given = g_steal_pointer (&config->issuer);
  gboolean cut;

  config->issuer = given != NULL ? tessera_issuer_entry_cut (given, &cut) : NULL;
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
  if (tessera_options_has (options, "issuer"))
    cut_issuer (config);
}

void
tessera_account_options_say_issuer (TesseraCall *call, const TesseraAccountConfig *config)
{
  const char *given = tessera_options_get (call->options, "issuer");
  g_autofree char *escaped = NULL;
  g_autofree char *line = NULL;

  if (given == NULL || g_strcmp0 (config->issuer, given) == 0)
    return;
  json_object_set_string_member (call->object, "issuer", config->issuer);
  if (call->json)
    return;
  escaped = tessera_text_escape (config->issuer);
  /* Translators: %s is an address; what was given is the address of a page below it. */
  line = g_strdup_printf (_ ("tessera: The issuer in what was given is %s\n"), escaped);
  tessera_terminal_write (STDERR_FILENO, line, TRUE);
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
