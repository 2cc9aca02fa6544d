/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-options.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "issuer-entry.h"
#include "terminal.h"
#include "text-escape.h"

typedef enum
{
  TEXT,
  LIST,
  FILE_NAME, /* or a PKCS #11 URI */
} Kind;

static const struct
{
  const char *option;
  glong offset;
  Kind kind;
} fields[] = {
  { "preset", G_STRUCT_OFFSET (TesseraAccountConfig, preset), TEXT },
  { "issuer", G_STRUCT_OFFSET (TesseraAccountConfig, issuer), TEXT },
  { "client-id", G_STRUCT_OFFSET (TesseraAccountConfig, client_id), TEXT },
  { "client-auth", G_STRUCT_OFFSET (TesseraAccountConfig, client_auth), TEXT },
  { "scope", G_STRUCT_OFFSET (TesseraAccountConfig, scopes), LIST },
  { "redirect-uri", G_STRUCT_OFFSET (TesseraAccountConfig, redirect_uris), LIST },
  { "audience", G_STRUCT_OFFSET (TesseraAccountConfig, audience), TEXT },
  { "resource", G_STRUCT_OFFSET (TesseraAccountConfig, resources), LIST },
  { "auth-param", G_STRUCT_OFFSET (TesseraAccountConfig, auth_params), LIST },
  { "offline-access", G_STRUCT_OFFSET (TesseraAccountConfig, offline_access), TEXT },
  { "id-token-alg", G_STRUCT_OFFSET (TesseraAccountConfig, id_token_alg), TEXT },
  { "host", G_STRUCT_OFFSET (TesseraAccountConfig, hosts), LIST },
  { "ca", G_STRUCT_OFFSET (TesseraAccountConfig, ca_file), FILE_NAME },
  { "client-cert", G_STRUCT_OFFSET (TesseraAccountConfig, client_cert), FILE_NAME },
  { "client-key", G_STRUCT_OFFSET (TesseraAccountConfig, client_key), FILE_NAME },
  { "authorization-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, authorization_endpoint),
    TEXT },
  { "token-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, token_endpoint), TEXT },
  { "jwks-uri", G_STRUCT_OFFSET (TesseraAccountConfig, jwks_uri), TEXT },
  { "userinfo-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, userinfo_endpoint), TEXT },
  { "revocation-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, revocation_endpoint), TEXT },
  { "end-session-endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, end_session_endpoint), TEXT },
};

static void
clear_field (gsize i, TesseraAccountConfig *config)
{
  gpointer field = G_STRUCT_MEMBER_P (config, fields[i].offset);

  if (fields[i].kind == LIST)
    g_clear_pointer ((char ***) field, g_strfreev);
  else
    g_clear_pointer ((char **) field, g_free);
}

/* Whoever has the address of the metadata means the issuer in it. */
static void
take_issuer (TesseraAccountConfig *config)
{
  g_autofree char *given = g_steal_pointer (&config->issuer);

  config->issuer = given != NULL ? tessera_issuer_entry_take (given) : NULL;
}

static void
set_field (gsize i, TesseraOptions *options, TesseraAccountConfig *config)
{
  const char *value = tessera_options_get (options, fields[i].option);

  if (fields[i].kind == LIST)
    G_STRUCT_MEMBER (char **, config, fields[i].offset)
      = tessera_options_get_all (options, fields[i].option);
  else
    G_STRUCT_MEMBER (char *, config, fields[i].offset)
      = fields[i].kind == FILE_NAME ? tessera_account_config_resolve_file (value)
                                    : g_strdup (value);
}

/* Its title is as good as its ID. */
static void
name_preset (TesseraAccountConfig *config)
{
  const TesseraPreset *preset = tessera_command_presets_find (config->preset);

  if (preset == NULL)
    return;
  g_free (config->preset);
  config->preset = g_strdup (preset->id);
}

void
tessera_account_options_apply (TesseraOptions *options, TesseraAccountConfig *config)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (tessera_options_has (options, fields[i].option))
      {
        clear_field (i, config);
        set_field (i, options, config);
      }
  if (tessera_options_has (options, "issuer"))
    take_issuer (config);
  if (tessera_options_has (options, "preset"))
    name_preset (config);
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
  line = g_strdup_printf (_ ("tessera: Using the issuer %s\n"), escaped);
  tessera_terminal_write_prose (STDERR_FILENO, line);
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
