/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "flow-error.h"
#include "keyring.h"
#include "oidc-error.h"
#include "sign-out-rows.h"

TesseraStepStart
tessera_sign_out_load (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;

  tessera_transaction_load_async (self->party.transaction, operation->cancellable,
                                  tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* Whether the record says that nothing is stored: a keyring that cannot be asked then keeps nobody.
 */
static gboolean
says_nothing_is_stored (TesseraStore *store)
{
  return !tessera_store_get_record (store)->signed_in && !tessera_store_get_problem (store);
}

/* A set of another provider or client is deleted, but sent nowhere. */
static void
accept_tokens (TesseraSignOutData *self, OidcTokens *tokens)
{
  if (tessera_session_owner_is (self->party.config, tokens))
    {
      self->tokens = oidc_tokens_ref (tokens);
      tessera_revocation_set (&self->party, tokens->ended ? NULL : tokens);
      return;
    }
  tessera_revocation_give_up (
    &self->party,
    g_error_new_literal (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_FAILED,
                         _ ("They belong to another issuer, client ID or token endpoint.")));
}

/* What cannot be read cannot be revoked, but deleted it can be. */
gboolean
tessera_sign_out_take_loaded (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OidcTokens) tokens = tessera_transaction_load_finish (result, &local_error);

  if (tokens)
    accept_tokens (self, tokens);
  if (!local_error)
    return TRUE;
  if (local_error->domain == OIDC_ERROR)
    {
      tessera_revocation_give_up (&self->party, g_steal_pointer (&local_error));
      return TRUE;
    }
  if (local_error->domain == TESSERA_KEYRING_ERROR && says_nothing_is_stored (self->party.store))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

TesseraStepStart
tessera_sign_out_delete (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;

  tessera_transaction_commit_async (self->party.transaction, NULL, TESSERA_COMMIT_DEFAULT,
                                    operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_out_take_deleted (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;

  self->deleted = tessera_transaction_commit_finish (result, error);
  return self->deleted;
}
