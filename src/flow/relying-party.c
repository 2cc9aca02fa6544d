/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "relying-party.h"

#include <glib/gi18n.h>

#include "account-files.h"
#include "client-setup.h"
#include "client-secret.h"
#include "config-error.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "preset-marks.h"
#include "presets.h"

void
tessera_relying_party_init (TesseraRelyingParty *self,
                            const TesseraAccountConfig *config,
                            TesseraStore *store)
{
  self->store = g_object_ref (store);
  self->config = tessera_account_config_copy (config);
  self->http = oidc_http_new ();
}

void
tessera_relying_party_clear (TesseraRelyingParty *self)
{
  g_clear_pointer (&self->transaction, tessera_transaction_free);
  g_clear_pointer (&self->to_revoke, oidc_tokens_unref);
  g_clear_error (&self->not_revoked);
  g_clear_pointer (&self->keys, oidc_jwks_unref);
  g_clear_pointer (&self->client, oidc_client_free);
  g_clear_pointer (&self->provider, oidc_provider_unref);
  g_clear_pointer (&self->client_secret, g_free);
  g_clear_object (&self->http);
  g_clear_pointer (&self->config, tessera_account_config_free);
  g_clear_object (&self->store);
}

TesseraLoopback *
tessera_relying_party_listen (TesseraRelyingParty *self,
                              TesseraLoopbackJudge judge,
                              gpointer user_data,
                              GError **error)
{
  static const char *const any_ipv4 = "http://127.0.0.1/";
  static const char *const any_ipv6[] = { "http://[::1]/", NULL };
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (self->config);
  GError *first = NULL;
  TesseraLoopback *loopback
    = tessera_loopback_listen ((const char *const *) uris, judge, user_data, &first);

  if (!loopback && !self->config->redirect_uris && g_str_equal (uris[0], any_ipv4))
    loopback = tessera_loopback_listen (any_ipv6, judge, user_data, NULL);
  if (loopback)
    g_clear_error (&first);
  else
    g_propagate_error (error, first);
  return loopback;
}

/* An account that was made from a preset is known to need a secret before the provider refuses. */
static gboolean
needs_secret (const TesseraAccountConfig *config)
{
  const TesseraPreset *preset = tessera_presets_find_id (config->preset);

  if (config->client_auth)
    return g_strcmp0 (config->client_auth, "none") != 0;
  return preset && preset->secret == TESSERA_PRESET_SECRET_YES;
}

TesseraStepStart
tessera_relying_party_find_secret (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  if (self->client_secret || g_strcmp0 (self->config->client_auth, "none") == 0)
    return TESSERA_STEP_DONE;
  tessera_client_secret_lookup_async (self->store, operation->cancellable,
                                      tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_relying_party_take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraRelyingParty *self = data;
  g_autoptr (GError) local_error = NULL;

  self->client_secret = tessera_client_secret_lookup_finish (result, &local_error);
  /* Most accounts have no secret, and can do without a keyring up to here. */
  if (self->client_secret || !needs_secret (self->config))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                 _ ("The keyring has no client secret for “%s”."), self->config->name);
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

/* @discovered: (nullable) */
static gboolean
accept_provider (TesseraRelyingParty *self, OidcProvider *discovered, GError **error)
{
  const TesseraAccountConfig *config = self->config;
  g_autoptr (OidcProvider) by_hand = make_provider_by_hand (self->config);

  self->provider = oidc_provider_combine (discovered, by_hand, error);
  if (!self->provider)
    return FALSE;
  self->preset
    = tessera_presets_find (config->preset,
                            config->issuer ? config->issuer : config->authorization_endpoint);
  if (!self->preset && discovered)
    self->preset = tessera_preset_find_by_metadata (discovered);
  self->client = tessera_client_setup_new (self->config, self->preset, self->provider,
                                           g_steal_pointer (&self->client_secret));
  return TRUE;
}

/* Every flow comes here before it sends a request. */
TesseraStepStart
tessera_relying_party_discover (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  if (!oidc_http_use_certificates (self->http, self->config->ca_file, self->config->client_cert,
                                   self->config->client_key, error))
    return TESSERA_STEP_FAILED;
  if (!self->config->issuer)
    return accept_provider (self, NULL, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
  oidc_provider_discover_async (self->http, self->config->issuer, operation->cancellable,
                                tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* That the metadata lacks what the account does not name is the provider's fault, and not one of
 * the account. */
static gboolean
check_endpoints (TesseraRelyingParty *self, const OidcProvider *discovered, GError **error)
{
  if ((discovered->authorization_endpoint || self->config->authorization_endpoint)
      && (discovered->token_endpoint || self->config->token_endpoint))
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                       _ ("The provider does not publish its authorization and token endpoints. "
                          "Add them to the account."));
  return FALSE;
}

gboolean
tessera_relying_party_take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (OidcProvider) discovered = oidc_provider_discover_finish (result, error);

  return discovered && check_endpoints (data, discovered, error)
         && accept_provider (data, discovered, error);
}

const char *
tessera_relying_party_get_hs256_secret (const TesseraRelyingParty *self)
{
  return g_strcmp0 (self->config->id_token_alg, "HS256") == 0 && self->client
           ? self->client->client_secret
           : NULL;
}

TesseraStepStart
tessera_relying_party_fetch_keys (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  oidc_http_get_async (self->http, self->provider->jwks_uri,
                       "application/jwk-set+json, application/json", NULL, OIDC_JSON_MAX_JWKS,
                       operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_relying_party_take_keys (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraRelyingParty *self = data;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (self->http, result, error);
  OidcJwks *keys;
  gconstpointer text;
  gsize length;

  if (!answer)
    return FALSE;
  if (answer->status != 200)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                   _ ("The provider answered with HTTP status %u when asked for its keys."),
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
tessera_relying_party_begin (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  tessera_transaction_begin_async (self->store, operation->cancellable, tessera_operation_ready_cb,
                                   operation);
  return TESSERA_STEP_STARTED;
}

/* What is stored belongs to the account as it is now. Whoever removes an account holds its lock to
 * the end: from here on it is there, or gone. */
static gboolean
read_config (TesseraRelyingParty *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *config = configs->pdata[i];

      if (g_strcmp0 (config->id, self->config->id) != 0)
        continue;
      g_clear_pointer (&self->config, tessera_account_config_free);
      self->config = tessera_account_config_copy (config);
      return TRUE;
    }
  /* A file that cannot be read tells nothing. */
  if (problem)
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
               _ ("The account “%s” was removed in the meantime."), self->config->name);
  return FALSE;
}

gboolean
tessera_relying_party_take_begun (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraRelyingParty *self = data;

  self->transaction = tessera_transaction_begin_finish (result, error);
  return self->transaction && read_config (self, error);
}

TesseraStepStart
tessera_relying_party_prepare (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  tessera_transaction_prepare_async (self->transaction, operation->cancellable,
                                     tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_relying_party_take_prepared (gpointer data, GAsyncResult *result, GError **error)
{
  return tessera_transaction_prepare_finish (result, error);
}

TesseraStepStart
tessera_relying_party_lock_keyring (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  tessera_transaction_lock_keyring_async (self->transaction, operation->cancellable,
                                          tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_relying_party_take_keyring_locked (gpointer data, GAsyncResult *result, GError **error)
{
  return tessera_transaction_lock_keyring_finish (result, error);
}

TesseraStepStart
tessera_relying_party_release (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *self = operation->data;

  g_clear_pointer (&self->transaction, tessera_transaction_free);
  return TESSERA_STEP_DONE;
}
