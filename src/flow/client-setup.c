/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client-setup.h"

static gboolean
contains (char **list, const char *item)
{
  return list && g_strv_contains ((const char *const *) list, item);
}

static OidcClientAuth
choose_auth (const TesseraAccountConfig *config,
             const TesseraPreset *preset,
             const OidcProvider *provider,
             const char *client_secret)
{
  char **methods = provider->token_endpoint_auth_methods_supported;
  const char *auth = config->client_auth;

  if (!client_secret)
    return OIDC_CLIENT_AUTH_NONE;
  if (!auth && preset)
    auth = preset->client_auth;
  if (auth)
    return g_strcmp0 (auth, "post") == 0 ? OIDC_CLIENT_AUTH_POST : OIDC_CLIENT_AUTH_BASIC;
  return contains (methods, "client_secret_post") && !contains (methods, "client_secret_basic")
           ? OIDC_CLIENT_AUTH_POST
           : OIDC_CLIENT_AUTH_BASIC;
}

static const char *
get_audience (const TesseraAccountConfig *config, const TesseraPreset *preset)
{
  return config->audience || !preset ? config->audience : preset->default_audience;
}

/* Whether the provider takes an audience as @kind. */
static gboolean
takes_audience_as (const TesseraPreset *preset, const char *kind)
{
  return g_strcmp0 (preset && preset->audience ? preset->audience : "audience", kind) == 0;
}

/* The scope that stands for the audience. Returns: (transfer full) (nullable) */
static char *
make_audience_scope (const TesseraPreset *preset, const char *audience)
{
  g_autoptr (GHashTable) variables = g_hash_table_new (g_str_hash, g_str_equal);

  if (!audience || !takes_audience_as (preset, "scope"))
    return NULL;
  g_hash_table_insert (variables, (gpointer) "audience", (gpointer) audience);
  return tessera_preset_expand (preset->audience_scope ? preset->audience_scope : "{audience}",
                                variables);
}

/* Scopes that were given by name win over what an earlier sign-in has written down; what the preset
 * wishes is only for who chose no scopes. */
static OidcOfflineAccess
choose_offline_access (const TesseraAccountConfig *config, const TesseraPreset *preset)
{
  const char *wish = config->offline_access;

  if (contains (config->scopes, "offline_access"))
    return OIDC_OFFLINE_ACCESS_DEFAULT;
  if (!wish && preset && !config->scopes)
    wish = preset->offline_access;
  if (!wish)
    return OIDC_OFFLINE_ACCESS_DEFAULT;
  return g_str_equal (wish, "ask") ? OIDC_OFFLINE_ACCESS_ASK : OIDC_OFFLINE_ACCESS_NEVER;
}

/* (nullable): NULL leaves the choice to the metadata. */
static char **
choose_scopes (const TesseraAccountConfig *config,
               const TesseraPreset *preset,
               const OidcProvider *provider)
{
  static const char *const openid[] = { "openid", "profile", "email" };
  gboolean filter = preset && preset->scopes_from_metadata && provider->scopes_supported;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (config->scopes)
    return g_strdupv (config->scopes);
  if (preset && preset->scopes)
    return g_strdupv (preset->scopes);
  if (!filter)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (openid); i++)
    if (contains (provider->scopes_supported, openid[i]))
      g_strv_builder_add (builder, openid[i]);
  return g_strv_builder_end (builder);
}

/* (nullable), as choose_scopes(). */
static char **
make_scopes (const TesseraAccountConfig *config,
             const TesseraPreset *preset,
             const OidcProvider *provider)
{
  g_auto (GStrv) scopes = choose_scopes (config, preset, provider);
  g_autofree char *audience = make_audience_scope (preset, get_audience (config, preset));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!audience || contains (scopes, audience))
    return g_steal_pointer (&scopes);
  if (scopes)
    g_strv_builder_addv (builder, (const char **) scopes);
  else
    g_strv_builder_add_many (builder, "openid", "profile", "email", NULL);
  g_strv_builder_add (builder, audience);
  return g_strv_builder_end (builder);
}

static char **
make_resources (const TesseraAccountConfig *config, const char *audience)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (config->resources)
    g_strv_builder_addv (builder, (const char **) config->resources);
  if (!contains (config->resources, audience))
    g_strv_builder_add (builder, audience);
  return g_strv_builder_end (builder);
}

OidcClient *
tessera_client_setup_new (const TesseraAccountConfig *config,
                          const TesseraPreset *preset,
                          const OidcProvider *provider,
                          char *client_secret)
{
  OidcClient *client = oidc_client_new ();
  const char *audience = get_audience (config, preset);

  client->client_id = g_strdup (config->client_id);
  client->client_secret = client_secret;
  client->auth = choose_auth (config, preset, provider, client_secret);
  client->scopes = make_scopes (config, preset, provider);
  client->offline_access = choose_offline_access (config, preset);
  client->scope_separator = g_strdup (preset ? preset->scope_separator : NULL);
  if (takes_audience_as (preset, "audience"))
    client->audience = g_strdup (audience);
  client->resources = audience && takes_audience_as (preset, "resource")
                        ? make_resources (config, audience)
                        : g_strdupv (config->resources);
  client->auth_params = preset ? tessera_preset_merge_auth_params (preset, config->auth_params)
                               : g_strdupv (config->auth_params);
  return client;
}
