/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-preset.h"
#include "browser.h"
#include "keyring.h"
#include "oidc-error.h"
#include "oidc-response.h"
#include "oidc-secret.h"
#include "sign-in-rows.h"

TesseraSignInData *
tessera_sign_in_data_new (TesseraAccount *account)
{
  TesseraSignInData *self = g_new0 (TesseraSignInData, 1);

  self->account = g_object_ref (account);
  self->config = tessera_config_copy (tessera_account_get_config (account));
  self->http = oidc_http_new ();
  return self;
}

void
tessera_sign_in_data_free (TesseraSignInData *self)
{
  g_clear_pointer (&self->keyring_lock, tessera_lock_release);
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_pointer (&self->code, oidc_secret_free);
  g_clear_pointer (&self->keys, oidc_jwks_unref);
  g_clear_pointer (&self->request, oidc_request_free);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->client, oidc_client_free);
  g_clear_pointer (&self->provider, oidc_provider_unref);
  g_clear_pointer (&self->client_secret, oidc_secret_free);
  g_clear_object (&self->http);
  g_clear_error (&self->warning);
  g_clear_pointer (&self->config, tessera_config_free);
  g_clear_object (&self->account);
  g_free (self);
}

static gboolean
needs_secret (const TesseraConfig *config)
{
  return config->client_auth && g_strcmp0 (config->client_auth, "none") != 0;
}

TesseraStepStart
tessera_sign_in_find_secret (gpointer data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data,
                             GError **error)
{
  TesseraSignInData *self = data;

  if (g_strcmp0 (self->config->client_auth, "none") == 0)
    return TESSERA_STEP_DONE;
  tessera_keyring_lookup_async (self->config->id, TESSERA_KEYRING_CLIENT_SECRET, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (GError) local_error = NULL;

  self->client_secret = tessera_keyring_lookup_finish (result, &local_error);
  /* Most accounts have no secret, and can do without a keyring up to here. */
  if (self->client_secret || !needs_secret (self->config))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_INVALID,
                 _ ("The keyring holds no client secret for “%s”; add the account again with one."),
                 self->config->name);
  return FALSE;
}

static OidcProvider *
make_provider_by_hand (const TesseraConfig *config)
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
choose_client_auth (TesseraSignInData *self)
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
make_client (TesseraSignInData *self)
{
  const TesseraConfig *config = self->config;
  g_autoptr (TesseraPreset) preset
    = tessera_preset_find (config->issuer ? config->issuer : config->authorization_endpoint);
  OidcClient *client = oidc_client_new ();

  client->client_id = g_strdup (config->client_id);
  client->client_secret = g_steal_pointer (&self->client_secret);
  client->scopes = g_strdupv (config->scopes);
  client->audience = g_strdup (config->audience);
  client->resources = g_strdupv (config->resources);
  client->auth_params = g_strdupv (config->auth_params);
  if (!client->scopes && preset)
    client->scopes = g_steal_pointer (&preset->scopes);
  if (!client->auth_params && preset)
    client->auth_params = g_steal_pointer (&preset->auth_params);
  return client;
}

/* @discovered: (nullable) */
static gboolean
accept_provider (TesseraSignInData *self, OidcProvider *discovered, GError **error)
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
tessera_sign_in_discover (gpointer data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data,
                          GError **error)
{
  TesseraSignInData *self = data;

  if (!self->config->issuer)
    return accept_provider (self, NULL, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
  oidc_provider_discover_async (self->http, self->config->issuer, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

/* That the metadata lacks what the account does not name is the provider's fault, and not one of
 * the account. */
static gboolean
check_endpoints (TesseraSignInData *self, const OidcProvider *discovered, GError **error)
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
tessera_sign_in_take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (OidcProvider) discovered = oidc_provider_discover_finish (result, error);

  return discovered && check_endpoints (data, discovered, error)
         && accept_provider (data, discovered, error);
}

/* Whatever does not carry this request's state is somebody else's, and the wait goes on. */
static gboolean
is_answer (const char *query, gpointer user_data)
{
  TesseraSignInData *self = user_data;
  g_autoptr (OidcSecret) code = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->request)
    return FALSE;
  code = oidc_response_parse (query, self->request, self->provider, &error);
  return code || !g_error_matches (error, OIDC_ERROR, OIDC_ERROR_FOREIGN_REQUEST);
}

/* Before the person is sent to the provider for an ID token that nothing here could check. */
static gboolean
check_verifiable (TesseraSignInData *self, GError **error)
{
  if (!oidc_request_is_openid (self->request)
      || (self->provider->issuer && self->provider->jwks_uri))
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                       self->provider->issuer
                         ? _ ("The provider publishes no keys to check an ID token with; add its "
                              "key set to the account, or leave “openid” out of the scopes.")
                         : _ ("An account without an issuer cannot check an ID token; add the "
                              "issuer, or leave “openid” out of the scopes."));
  return FALSE;
}

TesseraStepStart
tessera_sign_in_listen (gpointer data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data,
                        GError **error)
{
  TesseraSignInData *self = data;
  g_auto (GStrv) redirect_uris = tessera_config_get_redirect_uris (self->config);

  self->loopback
    = tessera_loopback_listen ((const char *const *) redirect_uris, is_answer, self, error);
  if (!self->loopback)
    return TESSERA_STEP_FAILED;
  self->request = oidc_request_new (self->provider, self->client,
                                    tessera_loopback_get_redirect_uri (self->loopback), error);
  return self->request && check_verifiable (self, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
}

TesseraStepStart
tessera_sign_in_open_browser (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraSignInData *self = data;

  self->show_uri (self->user_data, self->request->uri);
  if (!self->open_browser)
    return TESSERA_STEP_DONE;
  tessera_browser_open_async (self->request->uri, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_opened (gpointer data, GAsyncResult *result, GError **error)
{
  return tessera_browser_open_finish (result, error);
}

TesseraStepStart
tessera_sign_in_await_answer (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraSignInData *self = data;

  tessera_loopback_await_async (self->loopback, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_answer (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (OidcSecret) query = NULL;

  query = tessera_loopback_await_finish (self->loopback, result, error);
  if (!query)
    return FALSE;
  self->code = oidc_response_parse (query, self->request, self->provider, error);
  return self->code != NULL;
}
