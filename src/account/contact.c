/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "contact.h"

#include <glib/gi18n.h>

#include "account-file.h"
#include "preset.h"
#include "keyring.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "config-error.h"

void
tessera_contact_init (TesseraContact *self, TesseraAccount *account)
{
  self->account = g_object_ref (account);
  self->config = tessera_account_config_copy (tessera_account_get_config (account));
  self->http = oidc_http_new ();
}

void
tessera_contact_release_locks (TesseraContact *self)
{
  g_clear_pointer (&self->keyring_lock, tessera_lock_release);
  g_clear_pointer (&self->lock, tessera_lock_release);
}

void
tessera_contact_clear (TesseraContact *self)
{
  tessera_contact_release_locks (self);
  g_clear_pointer (&self->keys, oidc_jwks_unref);
  g_clear_pointer (&self->client, oidc_client_free);
  g_clear_pointer (&self->provider, oidc_provider_unref);
  g_clear_pointer (&self->client_secret, g_free);
  g_clear_object (&self->http);
  g_clear_pointer (&self->config, tessera_account_config_free);
  g_clear_object (&self->account);
}

static gboolean
needs_secret (const TesseraAccountConfig *config)
{
  return config->client_auth && g_strcmp0 (config->client_auth, "none") != 0;
}

TesseraStepStart
tessera_contact_find_secret (gpointer data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data,
                             GError **error)
{
  TesseraContact *self = data;

  if (g_strcmp0 (self->config->client_auth, "none") == 0)
    return TESSERA_STEP_DONE;
  tessera_keyring_lookup_async (self->config->id, TESSERA_KEYRING_CLIENT_SECRET, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_contact_take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraContact *self = data;
  g_autoptr (GError) local_error = NULL;

  self->client_secret = tessera_keyring_lookup_finish (result, &local_error);
  /* Most accounts have no secret, and can do without a keyring up to here. */
  if (self->client_secret || !needs_secret (self->config))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                 _ ("The keyring holds no client secret for “%s”; add the account again with one."),
                 self->config->name);
  return FALSE;
}

static OidcProvider *
make_provider_by_hand (const TesseraAccountConfig *config)
{
  OidcProvider *by_hand = oidc_provider_new ();

  by_hand->issuer = g_strdup (config->issuer);
  by_hand->authorization_endpoint = g_strdup (config->authorization_endpoint);
  by_hand->token_endpoint = g_strdup (config->token_endpoint);
  by_hand->jwks_uri = g_strdup (config->jwks_uri);
  by_hand->userinfo_endpoint = g_strdup (config->userinfo_endpoint);
  by_hand->revocation_endpoint = g_strdup (config->revocation_endpoint);
  by_hand->end_session_endpoint = g_strdup (config->end_session_endpoint);
  return by_hand;
}

static OidcClientAuth
choose_client_auth (TesseraContact *self)
{
  const char *const *methods
    = (const char *const *) self->provider->token_endpoint_auth_methods_supported;

  if (!self->client_secret)
    return OIDC_CLIENT_AUTH_NONE;
  if (self->config->client_auth)
    return g_strcmp0 (self->config->client_auth, "post") == 0 ? OIDC_CLIENT_AUTH_POST
                                                              : OIDC_CLIENT_AUTH_BASIC;
  return methods && g_strv_contains (methods, "client_secret_post")
             && !g_strv_contains (methods, "client_secret_basic")
           ? OIDC_CLIENT_AUTH_POST
           : OIDC_CLIENT_AUTH_BASIC;
}

/* What the person configured; where that is silent, what the preset knows of the provider. */
static OidcClient *
make_client (TesseraContact *self)
{
  const TesseraAccountConfig *config = self->config;
  g_autoptr (TesseraPreset) preset
    = tessera_preset_find (config->issuer ? config->issuer : config->authorization_endpoint);
  OidcClient *client = oidc_client_new ();

  client->client_id = g_strdup (config->client_id);
  client->client_secret = g_steal_pointer (&self->client_secret);
  client->scopes = g_strdupv (config->scopes);
  client->audience = g_strdup (config->audience);
  client->resources = g_strdupv (config->resources);
  client->auth_params = preset ? tessera_preset_merge_auth_params (preset, config->auth_params)
                               : g_strdupv (config->auth_params);
  if (!client->scopes && preset)
    client->scopes = g_steal_pointer (&preset->scopes);
  return client;
}

/* @discovered: (nullable) */
static gboolean
accept_provider (TesseraContact *self, OidcProvider *discovered, GError **error)
{
  g_autoptr (OidcProvider) by_hand = make_provider_by_hand (self->config);
  OidcClientAuth auth;

  self->provider = oidc_provider_combine (discovered, by_hand, error);
  if (!self->provider)
    return FALSE;
  auth = choose_client_auth (self);
  self->client = make_client (self);
  self->client->auth = auth;
  return TRUE;
}

TesseraStepStart
tessera_contact_discover (gpointer data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data,
                          GError **error)
{
  TesseraContact *self = data;

  if (!self->config->issuer)
    return accept_provider (self, NULL, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
  oidc_provider_discover_async (self->http, self->config->issuer, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

/* That the metadata lacks what the account does not name is the provider's fault, and not one of
 * the account. */
static gboolean
check_endpoints (TesseraContact *self, const OidcProvider *discovered, GError **error)
{
  if ((discovered->authorization_endpoint || self->config->authorization_endpoint)
      && (discovered->token_endpoint || self->config->token_endpoint))
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                       _ ("The provider does not publish its authorization and token endpoint; "
                          "give them to the account by hand."));
  return FALSE;
}

gboolean
tessera_contact_take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (OidcProvider) discovered = oidc_provider_discover_finish (result, error);

  return discovered && check_endpoints (data, discovered, error)
         && accept_provider (data, discovered, error);
}

TesseraStepStart
tessera_contact_fetch_keys (gpointer data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data,
                            GError **error)
{
  TesseraContact *self = data;

  oidc_http_get_async (self->http, self->provider->jwks_uri,
                       "application/jwk-set+json, application/json", NULL, OIDC_JSON_MAX_JWKS,
                       cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_contact_take_keys (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraContact *self = data;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (self->http, result, error);
  OidcJwks *keys;
  gconstpointer text;
  gsize length;

  if (!answer)
    return FALSE;
  if (answer->status != 200)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                   _ ("The provider answered with HTTP status %u instead of its keys."),
                   answer->status);
      return FALSE;
    }
  text = g_bytes_get_data (answer->body, &length);
  keys = oidc_jwks_parse (text ? text : "", length, error);
  if (!keys)
    return FALSE;
  g_clear_pointer (&self->keys, oidc_jwks_unref);
  self->keys = keys;
  return TRUE;
}

TesseraStepStart
tessera_contact_lock_account (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraContact *self = data;

  tessera_lock_acquire_async (self->config->id, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

/* Whoever removes an account holds its lock to the end: from here on it is there, or gone. */
static gboolean
check_not_removed (TesseraContact *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  for (guint i = 0; i < configs->len; i++)
    if (g_strcmp0 (((const TesseraAccountConfig *) configs->pdata[i])->id, self->config->id) == 0)
      return TRUE;
  /* A file that cannot be read tells nothing. */
  if (problem)
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
               _ ("The account “%s” was removed meanwhile."), self->config->name);
  return FALSE;
}

gboolean
tessera_contact_take_lock (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraContact *self = data;

  self->lock = tessera_lock_acquire_finish (result, error);
  if (!self->lock || !check_not_removed (self, error))
    return FALSE;
  /* What is stored belongs to the account as it is now. */
  g_clear_pointer (&self->config, tessera_account_config_free);
  self->config = tessera_account_config_copy (tessera_account_get_config (self->account));
  return TRUE;
}

TesseraStepStart
tessera_contact_lock_keyring (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  tessera_lock_acquire_async ("keyring", cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_contact_take_keyring_lock (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraContact *self = data;

  self->keyring_lock = tessera_lock_acquire_finish (result, error);
  return self->keyring_lock != NULL;
}
