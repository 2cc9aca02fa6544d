/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "revocation.h"

#include "oidc-error.h"
#include "oidc-grant.h"

void
tessera_revocation_set (TesseraRelyingParty *party, OidcTokens *tokens)
{
  g_clear_pointer (&party->to_revoke, oidc_tokens_unref);
  party->to_revoke = tokens ? oidc_tokens_ref (tokens) : NULL;
}

/* Keeps the first reason. Takes @error. */
static void
note (TesseraRelyingParty *party, GError *error)
{
  g_autoptr (GError) own = error;

  if (g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  party->unreachable = party->unreachable || oidc_error_is_unreachable (own);
  if (!party->not_revoked)
    party->not_revoked = g_steal_pointer (&own);
}

void
tessera_revocation_give_up (TesseraRelyingParty *party, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_pointer (&party->to_revoke, oidc_tokens_unref);
  if (error)
    note (party, error);
}

TesseraStepStart
tessera_revocation_find_secret (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *party = operation->data;

  return party->to_revoke ? tessera_relying_party_find_secret (operation, error)
                          : TESSERA_STEP_DONE;
}

gboolean
tessera_revocation_take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  if (!tessera_relying_party_take_secret (data, result, &local_error))
    tessera_revocation_give_up (data, local_error);
  return TRUE;
}

/* That a provider has no revocation endpoint is no fault that somebody could mend; that it has one
 * which cannot be used is. */
static void
check_endpoint (TesseraRelyingParty *party)
{
  const OidcProvider *provider = party->provider;
  GError *error = NULL;

  if (!party->to_revoke || provider->revocation_endpoint)
    return;
  if (provider->problems && g_hash_table_contains (provider->problems, "revocation_endpoint"))
    oidc_provider_set_missing (provider, "revocation_endpoint", &error);
  tessera_revocation_give_up (party, error);
}

TesseraStepStart
tessera_revocation_discover (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *party = operation->data;
  GError *local_error = NULL;
  TesseraStepStart started = TESSERA_STEP_DONE;

  if (!party->provider)
    started = tessera_relying_party_discover (operation, &local_error);
  if (started == TESSERA_STEP_FAILED)
    tessera_revocation_give_up (party, local_error);
  else if (started == TESSERA_STEP_DONE)
    check_endpoint (party);
  return started == TESSERA_STEP_STARTED ? started : TESSERA_STEP_DONE;
}

gboolean
tessera_revocation_take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  if (tessera_relying_party_take_provider (data, result, &local_error))
    check_endpoint (data);
  else
    tessera_revocation_give_up (data, local_error);
  return TRUE;
}

static gboolean
can_revoke (const TesseraRelyingParty *party)
{
  return party->to_revoke && party->provider && party->provider->revocation_endpoint
         && !party->unreachable;
}

TesseraStepStart
tessera_revocation_revoke_refresh (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *party = operation->data;

  if (!can_revoke (party) || !party->to_revoke->refresh_token)
    return TESSERA_STEP_DONE;
  oidc_grant_revoke_async (party->http, party->provider, party->client,
                           party->to_revoke->refresh_token, "refresh_token", operation->cancellable,
                           tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* A provider that refuses this one may still take the other. */
gboolean
tessera_revocation_take_refresh (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  if (!oidc_grant_revoke_finish (result, &local_error))
    note (data, local_error);
  return TRUE;
}

/* Many a provider ends the access token with the refresh token; its answer that it does not know
 * the token any more is a success, too (RFC 7009 §2.2). */
TesseraStepStart
tessera_revocation_revoke_access (TesseraOperation *operation, GError **error)
{
  TesseraRelyingParty *party = operation->data;

  if (can_revoke (party) && party->to_revoke->access_token
      && oidc_tokens_seconds_left (party->to_revoke) > 0)
    {
      oidc_grant_revoke_async (party->http, party->provider, party->client,
                               party->to_revoke->access_token, "access_token",
                               operation->cancellable, tessera_operation_ready_cb, operation);
      return TESSERA_STEP_STARTED;
    }
  g_clear_pointer (&party->to_revoke, oidc_tokens_unref);
  return TESSERA_STEP_DONE;
}

gboolean
tessera_revocation_take_access (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraRelyingParty *party = data;
  GError *local_error = NULL;

  if (oidc_grant_revoke_finish (result, &local_error))
    g_clear_pointer (&party->to_revoke, oidc_tokens_unref);
  else
    tessera_revocation_give_up (party, local_error);
  return TRUE;
}
