/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-private.h"
#include "session-record.h"
#include "keyring.h"
#include "sign-out-rows.h"
#include "flow-error.h"

/* A set of another provider or client is forgotten, but sent nowhere. @tokens: (nullable) */
static void
accept_tokens (TesseraSignOutData *self, OidcTokens *tokens)
{
  if (!tokens)
    return;
  if (tessera_account_owns (self->contact.account, tokens))
    {
      self->tokens = oidc_tokens_ref (tokens);
      self->revoking = TRUE;
    }
  else
    self->not_revoked
      = g_error_new_literal (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_FAILED,
                             _ ("They are of another issuer, client ID or token endpoint than the "
                                "account’s."));
}

TesseraStepStart
tessera_sign_out_look_up (gpointer data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data,
                          GError **error)
{
  TesseraSignOutData *self = data;
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_read (self->contact.config->id);

  tessera_account_read_state (self->contact.account);
  self->was_signed_in = state->signed_in;
  self->has_ended = state->ended;
  if (self->was_signed_in)
    {
      tessera_keyring_lookup_async (self->contact.config->id, TESSERA_KEYRING_TOKENS, cancellable,
                                    callback, user_data);
      return TESSERA_STEP_STARTED;
    }
  /* A session that could not be remembered is in memory alone. */
  accept_tokens (self, tessera_account_get_tokens (self->contact.account));
  return TESSERA_STEP_DONE;
}

/* What could not be stored is newer than what is. Nothing without an error is a locked keyring, or one that somebody emptied: the forgetting tells.
 * What cannot be read cannot be revoked, but forgotten it can be. */
gboolean
tessera_sign_out_take_stored (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) tokens = NULL;
  g_autoptr (GError) local_error = NULL;

  text = tessera_keyring_lookup_finish (result, &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (tessera_account_is_unsaved (self->contact.account))
    tokens = oidc_tokens_ref (tessera_account_get_tokens (self->contact.account));
  else if (text)
    tokens = oidc_tokens_load (text, &self->not_revoked);
  accept_tokens (self, tokens);
  return TRUE;
}

/* Also where the state says "signed out": afterwards there is no token, whatever a state file that
 * was lost has said. */
TesseraStepStart
tessera_sign_out_forget (gpointer data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data,
                         GError **error)
{
  TesseraSignOutData *self = data;

  tessera_keyring_forget_async (self->contact.config->id, TESSERA_KEYRING_TOKENS, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
write_state (TesseraSignOutData *self, GError **error)
{
  g_autoptr (TesseraSessionRecord) state = g_new0 (TesseraSessionRecord, 1);

  return !(self->was_signed_in || self->has_ended)
         || tessera_session_record_write (self->contact.config->id, state, error);
}

/* The locks are let go: what follows takes as long as the network does, and changes nothing here. */
gboolean
tessera_sign_out_take_forgotten (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  g_autoptr (GError) local_error = NULL;
  gboolean forgotten = tessera_keyring_forget_finish (result, &local_error);

  /* A session without a keyring has stored none. */
  if (!self->was_signed_in
      && g_error_matches (local_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT))
    forgotten = TRUE;
  if (forgotten)
    {
      self->forgotten = write_state (self, error);
      tessera_account_set_tokens (self->contact.account, NULL, FALSE);
    }
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  tessera_contact_release_locks (&self->contact);
  return self->forgotten;
}
