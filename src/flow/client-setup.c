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

/* Whether offline_access joins the scopes that nobody chose. */
static gboolean
wants_offline_access (const TesseraAccountConfig *config,
                      const TesseraPreset *preset,
                      const OidcProvider *provider)
{
  const char *wish = config->offline_access;

  if (!wish && preset)
    wish = preset->offline_access;
  return wish ? g_str_equal (wish, "ask") : contains (provider->scopes_supported, "offline_access");
}

/* What is asked for where the person chose no scopes. */
static char **
make_default_scopes (const TesseraAccountConfig *config,
                     const TesseraPreset *preset,
                     const OidcProvider *provider)
{
  static const char *const openid[] = { "openid", "profile", "email" };
  gboolean filter = preset && preset->scopes_from_metadata && provider->scopes_supported;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (preset && preset->scopes)
    return g_strdupv (preset->scopes);
  if (!provider->issuer)
    return g_strv_builder_end (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (openid); i++)
    if (!filter || contains (provider->scopes_supported, openid[i]))
      g_strv_builder_add (builder, openid[i]);
  if (wants_offline_access (config, preset, provider))
    g_strv_builder_add (builder, "offline_access");
  return g_strv_builder_end (builder);
}

static char **
make_scopes (const TesseraAccountConfig *config,
             const TesseraPreset *preset,
             const OidcProvider *provider)
{
  g_auto (GStrv) scopes
    = config->scopes ? g_strdupv (config->scopes) : make_default_scopes (config, preset, provider);
  g_autofree char *audience = make_audience_scope (preset, get_audience (config, preset));
  gboolean offline = g_strcmp0 (config->offline_access, "ask") == 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) scopes);
  if (audience && !contains (scopes, audience))
    g_strv_builder_add (builder, audience);
  if (offline && !contains (scopes, "offline_access"))
    g_strv_builder_add (builder, "offline_access");
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
