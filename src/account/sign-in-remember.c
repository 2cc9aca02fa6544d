/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-private.h"
#include "session-record.h"
#include "keyring.h"
#include "oidc-error.h"
#include "sign-in-rows.h"
#include "config-error.h"

/* A failure in these rows is the flow's warning and not its failure: whether the session lives on
 * in memory or is revoked is decided in the last of them. */

/* @error: (transfer full). Returns: TRUE, the flow goes on. */
static gboolean
warn (TesseraSignInData *self, GError *error)
{
  g_autoptr (GError) own = error;

  if (!self->warning)
    self->warning = g_steal_pointer (&own);
  return TRUE;
}

/* A lock that cannot be had keeps the session from being stored; an account that was removed ends
 * the flow. */
gboolean
tessera_sign_in_take_lock (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (tessera_contact_take_lock (data, result, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN))
    return warn (data, g_steal_pointer (&local_error));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

TesseraStepStart
tessera_sign_in_lock_keyring (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraSignInData *self = data;

  return self->warning
           ? TESSERA_STEP_DONE
           : tessera_contact_lock_keyring (data, cancellable, callback, user_data, error);
}

gboolean
tessera_sign_in_take_keyring_lock (gpointer data, GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  return tessera_contact_take_keyring_lock (data, result, &local_error) || warn (data, local_error);
}

/* What a newer version of Tessera stored is not overwritten. An older session that is overwritten is
 * not revoked: many a provider ends with one refresh token all of the person and the client, the new
 * one too (RFC 7009 §2.1). */
TesseraStepStart
tessera_sign_in_look_before (gpointer data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data,
                             GError **error)
{
  TesseraSignInData *self = data;

  if (self->warning || !tessera_account_is_stored (self->contact.account))
    return TESSERA_STEP_DONE;
  tessera_keyring_lookup_async (self->contact.config->id, TESSERA_KEYRING_TOKENS, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_before (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) before = NULL;
  g_autoptr (GError) local_error = NULL;

  text = tessera_keyring_lookup_finish (result, &local_error);
  if (!text)
    return local_error ? warn (self, g_steal_pointer (&local_error)) : TRUE;
  before = oidc_tokens_load (text, &local_error);
  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED))
    warn (self, g_steal_pointer (&local_error));
  return TRUE;
}

TesseraStepStart
tessera_sign_in_remember (gpointer data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data,
                          GError **error)
{
  TesseraSignInData *self = data;
  g_autofree char *text = NULL;

  if (self->warning)
    return TESSERA_STEP_DONE;
  text = oidc_tokens_store (self->tokens);
  tessera_keyring_store_async (self->contact.config->id, TESSERA_KEYRING_TOKENS,
                               self->contact.config->name, text, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_remembered (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_from_tokens (self->tokens);
  GError *local_error = NULL;

  self->stored = tessera_keyring_store_finish (result, &local_error);
  if (!self->stored
      || !tessera_session_record_write (self->contact.config->id, state, &local_error))
    warn (self, local_error);
  return TRUE;
}

/* Stored without a state that says so: nobody would ever find it, or sign it out. */
TesseraStepStart
tessera_sign_in_forget_again (gpointer data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data,
                              GError **error)
{
  TesseraSignInData *self = data;

  if (!self->warning || !self->stored)
    return TESSERA_STEP_DONE;
  tessera_keyring_forget_async (self->contact.config->id, TESSERA_KEYRING_TOKENS, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_forgotten (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  return tessera_keyring_forget_finish (result, &local_error) || local_error;
}

static gboolean
must_revoke (TesseraSignInData *self)
{
  return self->warning && !self->keep_in_memory;
}

TesseraStepStart
tessera_sign_in_revoke_refresh (gpointer data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data,
                                GError **error)
{
  TesseraSignInData *self = data;

  if (!must_revoke (self) || !self->tokens->refresh_token
      || !self->contact.provider->revocation_endpoint)
    return TESSERA_STEP_DONE;
  oidc_grant_revoke_async (self->contact.http, self->contact.provider, self->contact.client,
                           self->tokens->refresh_token, "refresh_token", cancellable, callback,
                           user_data);
  return TESSERA_STEP_STARTED;
}

/* Whether the provider revoked them changes nothing for the person. */
gboolean
tessera_sign_in_take_refresh_revoked (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  return oidc_grant_revoke_finish (result, &local_error) || local_error;
}

TesseraStepStart
tessera_sign_in_revoke_access (gpointer data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data,
                               GError **error)
{
  TesseraSignInData *self = data;

  if (!must_revoke (self))
    return TESSERA_STEP_DONE;
  if (!self->contact.provider->revocation_endpoint)
    {
      g_propagate_error (error, g_steal_pointer (&self->warning));
      return TESSERA_STEP_FAILED;
    }
  oidc_grant_revoke_async (self->contact.http, self->contact.provider, self->contact.client,
                           self->tokens->access_token, "access_token", cancellable, callback,
                           user_data);
  return TESSERA_STEP_STARTED;
}

/* The flow's end: without a memory to live in, a session that is not remembered has failed. */
gboolean
tessera_sign_in_take_access_revoked (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;

  oidc_grant_revoke_finish (result, NULL);
  g_propagate_error (error, g_steal_pointer (&self->warning));
  return FALSE;
}
