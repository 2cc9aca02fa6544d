/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "oidc-error.h"
#include "oidc-grant.h"
#include "sign-out-rows.h"

/* Keeps the first reason; a cancel is the runner's to tell. @error: (transfer full).
 * Returns: TRUE, the flow goes on. */
static gboolean
note (TesseraSignOutData *self, GError *error)
{
  g_autoptr (GError) own = error;

  if (g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  self->unreachable
    = self->unreachable || g_error_matches (own, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  if (!self->not_revoked)
    self->not_revoked = g_steal_pointer (&own);
  return TRUE;
}

/* The same, where there is nothing left to try. */
static gboolean
give_up (TesseraSignOutData *self, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->revoking = FALSE;
  return note (self, error);
}

TesseraStepStart
tessera_sign_out_find_secret (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraSignOutData *self = data;

  return self->tokens ? tessera_contact_find_secret (data, cancellable, callback, user_data, error)
                      : TESSERA_STEP_DONE;
}

gboolean
tessera_sign_out_take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  return tessera_contact_take_secret (data, result, &local_error) || give_up (data, local_error);
}

/* A provider without a revocation endpoint is said once, and before anything is tried. */
static gboolean
check_endpoint (TesseraSignOutData *self)
{
  return self->contact.provider->revocation_endpoint
         || give_up (self, g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                                                _ ("The provider has no revocation endpoint.")));
}

TesseraStepStart
tessera_sign_out_discover (gpointer data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data,
                           GError **error)
{
  TesseraSignOutData *self = data;
  GError *local_error = NULL;
  TesseraStepStart started;

  if (!self->tokens)
    return TESSERA_STEP_DONE;
  started = tessera_contact_discover (data, cancellable, callback, user_data, &local_error);
  if (started == TESSERA_STEP_FAILED)
    give_up (self, local_error);
  else if (started == TESSERA_STEP_DONE)
    check_endpoint (self);
  return started == TESSERA_STEP_STARTED ? started : TESSERA_STEP_DONE;
}

gboolean
tessera_sign_out_take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  return tessera_contact_take_provider (data, result, &local_error) ? check_endpoint (data)
                                                                    : give_up (data, local_error);
}

TesseraStepStart
tessera_sign_out_revoke_refresh (gpointer data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data,
                                 GError **error)
{
  TesseraSignOutData *self = data;

  if (!self->revoking || !self->tokens->refresh_token)
    return TESSERA_STEP_DONE;
  oidc_grant_revoke_async (self->contact.http, self->contact.provider, self->contact.client,
                           self->tokens->refresh_token, "refresh_token", cancellable, callback,
                           user_data);
  return TESSERA_STEP_STARTED;
}

/* A provider that refuses this one may still take the other. */
gboolean
tessera_sign_out_take_refresh_revoked (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  return oidc_grant_revoke_finish (result, &local_error) || note (data, local_error);
}

/* Many a provider ends the access token with the refresh token; an answer that it knows it no more
 * is a success, too (RFC 7009 §2.2). */
TesseraStepStart
tessera_sign_out_revoke_access (gpointer data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data,
                                GError **error)
{
  TesseraSignOutData *self = data;

  if (!self->revoking || self->unreachable || oidc_tokens_seconds_left (self->tokens) <= 0)
    {
      self->revoking = FALSE;
      return TESSERA_STEP_DONE;
    }
  oidc_grant_revoke_async (self->contact.http, self->contact.provider, self->contact.client,
                           self->tokens->access_token, "access_token", cancellable, callback,
                           user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_out_take_access_revoked (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  GError *local_error = NULL;

  if (!oidc_grant_revoke_finish (result, &local_error))
    return give_up (self, local_error);
  self->revoking = FALSE;
  return TRUE;
}
