/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "clock.h"
#include "oidc-error.h"
#include "oidc-id-token.h"
#include "oidc-json.h"
#include "oidc-profile.h"
#include "oidc-userinfo.h"
#include "sign-in-rows.h"

TesseraStepStart
tessera_sign_in_fetch_keys (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  if (!oidc_request_is_openid (self->request)
      || tessera_relying_party_get_hs256_secret (&self->party))
    return TESSERA_STEP_DONE;
  return tessera_relying_party_fetch_keys (operation, error);
}

TesseraStepStart
tessera_sign_in_exchange_code (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;
  g_autofree char *code = g_steal_pointer (&self->code);

  oidc_grant_code_async (self->party.http, self->party.provider, self->party.client, self->request,
                         code, operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_tokens (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (OidcTokens) leftover = NULL;
  g_autoptr (GError) local_error = NULL;

  self->tokens = oidc_grant_code_finish (result, &leftover, &local_error);
  if (!self->tokens)
    {
      tessera_revocation_set (&self->party, leftover);
      tessera_sign_in_explain_scopes (self, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->tokens->issuer = g_strdup (self->party.provider->issuer);
  self->tokens->response_issuer = g_steal_pointer (&self->response_issuer);
  self->tokens->client_id = g_strdup (self->party.client->client_id);
  self->tokens->token_endpoint = g_strdup (self->party.provider->token_endpoint);
  /* Not sent means as asked for (RFC 6749 §5.1). */
  if (!self->tokens->scope)
    self->tokens->scope = g_strjoinv (" ", self->request->scopes);
  return TRUE;
}

static gboolean
validate_id_token (TesseraSignInData *self, GError **error)
{
  const OidcIdTokenExpected expected = {
    .issuer = self->party.provider->issuer,
    .client_id = self->party.client->client_id,
    .nonce = self->request->nonce,
    .access_token = self->tokens->access_token,
    .secret = tessera_relying_party_get_hs256_secret (&self->party),
    .now = tessera_clock_wall (),
    .max_age = self->request->max_age,
  };
  g_autoptr (OidcIdToken) id_token = NULL;

  id_token = oidc_id_token_validate (self->tokens->id_token, self->party.keys, &expected, error);
  if (!id_token)
    return FALSE;
  self->tokens->subject = g_steal_pointer (&id_token->subject);
  self->tokens->name = g_steal_pointer (&id_token->name);
  self->tokens->email = g_steal_pointer (&id_token->email);
  return TRUE;
}

/* HS256 is not refused for being weak: it is accepted only from whom is known to use it. */
static void
explain_hs256 (TesseraSignInData *self, GError *error)
{
  g_autoptr (OidcJws) jws = oidc_jws_parse (self->tokens->id_token, NULL);
  g_autofree char *said = NULL;
  g_autofree char *quoted = NULL;

  if (!g_error_matches (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE) || !jws
      || !g_str_equal (jws->alg, "HS256") || !self->party.client->client_secret
      || tessera_relying_party_get_hs256_secret (&self->party))
    return;
  said = g_steal_pointer (&error->message);
  quoted = g_shell_quote (self->party.config->name);
  /* Translators: what is wrong, and the account's name, quoted for the command. */
  error->message = g_strdup_printf (_ ("%s If the provider signs ID tokens with the client secret, "
                                       "run: tessera edit %s --id-token-alg HS256"),
                                    said, quoted);
}

/* A key that is not in the set may be a new one: the set is fetched once more (OpenID Connect Core
 * §10.1.1), and what take_identity finds then is final. */
TesseraStepStart
tessera_sign_in_check_identity (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;
  g_autoptr (GError) local_error = NULL;

  if (!oidc_request_is_openid (self->request))
    {
      /* Nothing here has checked it, so nothing here may hand it out. */
      g_clear_pointer (&self->tokens->id_token, g_free);
      return TESSERA_STEP_DONE;
    }
  if (!self->tokens->id_token)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_NO_ID_TOKEN,
                           _ ("The provider sent no ID token, although “openid” was requested."));
      return TESSERA_STEP_FAILED;
    }
  if (validate_id_token (self, &local_error))
    return TESSERA_STEP_DONE;
  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY))
    return tessera_relying_party_fetch_keys (operation, error);
  explain_hs256 (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return TESSERA_STEP_FAILED;
}

gboolean
tessera_sign_in_take_identity (gpointer data, GAsyncResult *result, GError **error)
{
  return tessera_relying_party_take_keys (data, result, error) && validate_id_token (data, error);
}

/* Where the provider, without an ID token, tells whose token it is: the account’s own address, else
 * that of the preset. Returns: (nullable) */
static const char *
get_profile_endpoint (TesseraSignInData *self)
{
  const TesseraPreset *preset = self->party.preset;

  if (oidc_request_is_openid (self->request) || !preset || !preset->profile)
    return NULL;
  if (self->party.provider->userinfo_endpoint)
    return self->party.provider->userinfo_endpoint;
  return strchr (preset->userinfo_endpoint, '{') ? NULL : preset->userinfo_endpoint;
}

static void
ask_profile (TesseraOperation *operation, const char *endpoint)
{
  TesseraSignInData *self = operation->data;
  const TesseraPreset *preset = self->party.preset;
  g_autofree char *emails
    = preset->emails_path ? g_strconcat (endpoint, preset->emails_path, NULL) : NULL;
  const OidcProfileSource source = {
    .endpoint = endpoint,
    .by_post = preset->profile_by_post,
    .subject = preset->profile[0],
    .name = preset->profile[1],
    .email = preset->profile[2],
    .emails_endpoint = emails,
  };

  oidc_profile_fetch_async (self->party.http, &source, self->tokens->access_token,
                            operation->cancellable, tessera_operation_ready_cb, operation);
}

TesseraStepStart
tessera_sign_in_ask_userinfo (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;
  const OidcTokens *tokens = self->tokens;
  const char *profile_endpoint = get_profile_endpoint (self);
  const OidcUserinfoExpected expected = {
    .subject = tokens->subject,
    .client_id = self->party.client->client_id,
    .jwks = self->party.keys,
    .secret = tessera_relying_party_get_hs256_secret (&self->party),
  };

  if (profile_endpoint)
    ask_profile (operation, profile_endpoint);
  else if (!self->party.provider->userinfo_endpoint || (tokens->name && tokens->email))
    return TESSERA_STEP_DONE;
  else
    oidc_userinfo_fetch_async (self->party.http, self->party.provider, tokens->access_token,
                               &expected, operation->cancellable, tessera_operation_ready_cb,
                               operation);
  return TESSERA_STEP_STARTED;
}

static void
fill_in (char **field, char **value)
{
  if (!*field)
    *field = g_steal_pointer (value);
}

/* Somebody else's UserInfo ends the sign-in (OpenID Connect Core §5.3.2: tokens may have been
 * swapped). Any other trouble with it, a bad signature too, costs a name on the page, not the
 * session. */
gboolean
tessera_sign_in_take_userinfo (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OidcUserinfo) userinfo = get_profile_endpoint (self)
                                        ? oidc_profile_fetch_finish (result, &local_error)
                                        : oidc_userinfo_fetch_finish (result, &local_error);

  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_CLAIMS))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (userinfo)
    {
      fill_in (&self->tokens->subject, &userinfo->subject);
      fill_in (&self->tokens->name, &userinfo->name);
      fill_in (&self->tokens->email, &userinfo->email);
    }
  return TRUE;
}
