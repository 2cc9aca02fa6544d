/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "config-error.h"
#include "oidc-error.h"
#include "sign-in-rows.h"

/* What keeps the session from being stored: where it may live in memory alone that is a warning,
 * else it is the flow's failure. Takes @failure. Returns: whether the flow goes on. */
static gboolean
do_without (TesseraSignInData *self, GError *failure, GError **error)
{
  g_autoptr (GError) own = failure;

  if (!self->options.keep_in_memory
      || g_error_matches (own, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  if (!self->warning)
    self->warning = g_steal_pointer (&own);
  return TRUE;
}

/* Known before the browser opens: the person is told while they wait for it. */
static void
tell_in_advance (TesseraSignInData *self)
{
  if (self->warning && !self->obstacle)
    tessera_sign_in_add_obstacle (
      self, g_strdup_printf ("%s %s", self->warning->message,
                             _ ("You will stay signed in only until this window closes.")));
}

gboolean
tessera_sign_in_take_begun (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  GError *local_error = NULL;

  if (tessera_relying_party_take_begun (data, result, &local_error))
    return TRUE;
  if (!do_without (self, local_error, error))
    return FALSE;
  tell_in_advance (self);
  return TRUE;
}

TesseraStepStart
tessera_sign_in_prepare (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  return self->warning ? TESSERA_STEP_DONE : tessera_relying_party_prepare (operation, error);
}

gboolean
tessera_sign_in_take_prepared (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  GError *local_error = NULL;

  if (tessera_relying_party_take_prepared (data, result, &local_error))
    return TRUE;
  if (!do_without (self, local_error, error))
    return FALSE;
  tell_in_advance (self);
  return TRUE;
}

/* What could not be stored at the start may be stored now: the keyring was unlocked meanwhile. */
TesseraStepStart
tessera_sign_in_begin (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  g_clear_error (&self->warning);
  return tessera_relying_party_begin (operation, error);
}

TesseraStepStart
tessera_sign_in_load_replaced (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  if (self->warning)
    return TESSERA_STEP_DONE;
  tessera_transaction_load_async (self->party.transaction, operation->cancellable,
                                  tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* What nobody can read is replaced; but not what a newer Tessera stored. */
gboolean
tessera_sign_in_take_replaced (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (GError) local_error = NULL;

  self->replaced = tessera_transaction_load_finish (result, &local_error);
  if (!local_error || g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_MALFORMED))
    return TRUE;
  return do_without (self, g_steal_pointer (&local_error), error);
}

TesseraStepStart
tessera_sign_in_commit (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  if (self->warning)
    {
      tessera_store_keep (self->party.store, self->tokens);
      return TESSERA_STEP_DONE;
    }
  tessera_transaction_commit_async (self->party.transaction, self->tokens,
                                    TESSERA_COMMIT_ALL_OR_NOTHING, operation->cancellable,
                                    tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_committed (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  GError *local_error = NULL;

  self->stored = tessera_transaction_commit_finish (result, &local_error);
  if (self->stored)
    return TRUE;
  if (!do_without (self, local_error, error))
    return FALSE;
  tessera_store_keep (self->party.store, self->tokens);
  return TRUE;
}

/* Some providers end all of a person's tokens for a client with any one of them (RFC 7009 §2.1): at
 * those the new session would go with the old one. */
static gboolean
would_end_both (TesseraSignInData *self)
{
  const TesseraPreset *preset = self->party.preset;

  return preset && preset->revokes_grant
         && g_strcmp0 (self->replaced->subject, self->tokens->subject) == 0;
}

/* What was replaced has a refresh token that nobody knows any more. Its access token ends soon. */
static void
revoke_replaced (TesseraSignInData *self)
{
  g_autoptr (OidcTokens) revoked = NULL;

  if (!self->stored || !self->replaced || !self->replaced->refresh_token
      || g_strcmp0 (self->replaced->refresh_token, self->tokens->refresh_token) == 0
      || !tessera_session_owner_is (self->party.config, self->replaced) || would_end_both (self))
    return;
  revoked = oidc_tokens_new ();
  revoked->refresh_token = g_strdup (self->replaced->refresh_token);
  tessera_revocation_set (&self->party, revoked);
}

/* A sign-in that fails once it has tokens gives them back; leftovers of an answer that could not be
 * taken are to be revoked already. */
TesseraStepStart
tessera_sign_in_choose_revoked (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  if (!operation->failure)
    revoke_replaced (self);
  else if (self->tokens)
    tessera_revocation_set (&self->party, self->tokens);
  return TESSERA_STEP_DONE;
}
