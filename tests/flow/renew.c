/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "renew.h"

#include <string.h>

#include "account-session.h"
#include "account-error.h"
#include "account-renew.h"
#include "store-load.h"
#include "store-error.h"

Renew *
renew_new (ProviderProcess *provider, const char *scopes)
{
  Renew *self = g_new0 (Renew, 1);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;

  config->scopes = g_strsplit (scopes ? scopes : "openid profile offline_access", " ", -1);
  self->provider = provider;
  self->flow = flow_new (config);
  self->account = self->flow->account;
  self->cancellable = g_cancellable_new ();
  flow_run (self->flow, &error);
  flow_assert_signed_in (self->flow, error);
  tokens = renew_load (self);
  self->access_token = g_strdup (tokens->access_token);
  self->refresh_token = g_strdup (tokens->refresh_token);
  provider_process_reset (provider);
  return self;
}

void
renew_free (Renew *self)
{
  g_clear_error (&self->warning);
  g_object_unref (self->cancellable);
  g_free (self->access_token);
  g_free (self->refresh_token);
  flow_free (self->flow);
  g_free (self);
}

gboolean
renew_run_as (Renew *self, TesseraAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  g_clear_error (&self->warning);
  tessera_account_renew_async (account,
                               self->since > 0 ? self->since : tessera_account_renew_get_now (),
                               !self->no_memory, self->cancellable, flow_ready_cb, &result);
  flow_wait (&result);
  ok = tessera_account_renew_finish (account, result, &self->warning, &local_error);
  self->retry_after = ok ? -1 : tessera_error_retry_after (local_error);
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}

gboolean
renew_run (Renew *self, GError **error)
{
  return renew_run_as (self, self->account, error);
}

TesseraAccount *
renew_other (Renew *self)
{
  return tessera_account_new (tessera_account_get_config (self->account), FALSE);
}

OidcTokens *
renew_load (Renew *self)
{
  const TesseraAccountConfig *config = tessera_account_get_config (self->account);
  g_autoptr (TesseraStore) other = tessera_store_new (config->id, config->name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OidcTokens *tokens;

  tessera_store_load_async (other, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tokens = tessera_store_load_finish (other, result, &error);
  g_assert_no_error (error);
  return tokens;
}

guint
renew_count (Renew *self)
{
  return provider_process_count (self->provider, "/token");
}

void
renew_assert_renewed (Renew *self, const GError *error)
{
  const char *token = tessera_account_get_access_token (self->account);
  g_autoptr (OidcTokens) stored = NULL;
  g_autoptr (TesseraSessionRecord) state = NULL;

  g_assert_no_error (error);
  g_assert_no_error (self->warning);
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (token, !=, self->access_token);
  stored = renew_load (self);
  g_assert_cmpstr (stored->access_token, ==, token);
  g_assert_nonnull (stored->refresh_token);
  g_assert_cmpuint (flow_count_stored (self->account), ==, 1);
  state = tessera_session_record_read (tessera_account_get_config (self->account)->id, NULL);
  g_assert_true (state->signed_in && state->renewable && !state->ended);
  g_assert_cmpint (state->expires_at, ==, oidc_tokens_expires_at (stored));
}

static void
assert_access_token_kept (Renew *self, const OidcTokens *stored, const GError *error, int exit_code)
{
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (self->account)->id, NULL);

  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_cmpint (tessera_error_kind (error), ==, exit_code);
  g_assert_null (strstr (error->message, self->refresh_token));
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_access_token (self->account), ==, self->access_token);
  g_assert_cmpstr (stored->access_token, ==, self->access_token);
  g_assert_true (state->signed_in && state->renewable && !state->ended);
}

void
renew_assert_kept (Renew *self, const GError *error, int exit_code)
{
  g_autoptr (OidcTokens) stored = renew_load (self);
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (self->account)->id, NULL);

  assert_access_token_kept (self, stored, error, exit_code);
  g_assert_cmpstr (stored->refresh_token, ==, self->refresh_token);
  g_assert_cmpuint (state->generation, ==, 1);
}

void
renew_assert_refused (Renew *self, const GError *error, int exit_code)
{
  g_autoptr (OidcTokens) stored = renew_load (self);

  assert_access_token_kept (self, stored, error, exit_code);
  g_assert_nonnull (stored->refresh_token);
  g_assert_cmpstr (stored->refresh_token, !=, self->refresh_token);
}

void
renew_assert_ended (Renew *self, const GError *error)
{
  const TesseraAccountConfig *config = tessera_account_get_config (self->account);
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_read (config->id, NULL);

  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  g_test_message ("%s", error->message);
  g_assert_cmpint (tessera_error_kind (error), ==, 3);
  g_assert_cmpstr (tessera_error_id (error), ==, "session_ended");
  g_assert_null (strstr (error->message, self->refresh_token));
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_EXPIRED);
  g_assert_null (tessera_account_get_access_token (self->account));
  g_assert_false (tessera_account_can_renew (self->account));
  g_assert_true (!state->signed_in && state->ended && !state->renewable);
  g_assert_cmpstr (state->subject, ==, "zoe-1");
  /* The account stays. */
  g_assert_nonnull (tessera_accounts_find (self->flow->accounts, config->name, NULL));
}
