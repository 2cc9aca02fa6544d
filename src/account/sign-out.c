/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-out.h"

#include <glib/gi18n.h>

#include "account-private.h"
#include "account-state.h"
#include "contact.h"
#include "keyring.h"

static void
contact_free (gpointer data)
{
  tessera_contact_clear (data);
  g_free (data);
}

/* Also where the state says "signed out": afterwards there is no token, whatever a state file that
 * was lost has said. */
static TesseraStepStart
forget (gpointer data,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data,
        GError **error)
{
  TesseraContact *self = data;

  tessera_keyring_forget_async (self->config->id, TESSERA_KEYRING_TOKENS, cancellable, callback,
                                user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
write_state (TesseraContact *self, const TesseraState *before, GError **error)
{
  g_autoptr (TesseraState) state = g_new0 (TesseraState, 1);

  return !before->signed_in || tessera_state_write (self->config->id, state, error);
}

static gboolean
take_forgotten (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraContact *self = data;
  g_autoptr (TesseraState) before = tessera_state_read (self->config->id);
  g_autoptr (GError) local_error = NULL;

  if (!tessera_keyring_forget_finish (result, &local_error)
      && (before->signed_in
          || !g_error_matches (local_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT)))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!write_state (self, before, error))
    return FALSE;
  tessera_account_set_tokens (self->account, NULL, FALSE);
  return TRUE;
}

static const TesseraStep steps[] = {
  { N_ ("Signing out"), tessera_contact_lock_account, tessera_contact_take_lock, 0 },
  { N_ ("Signing out"), tessera_contact_lock_keyring, tessera_contact_take_keyring_lock, 0 },
  { N_ ("Forgetting the tokens"), forget, take_forgotten, TESSERA_STEP_SHIELDED },
};

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The sign-out was cancelled."),
};

void
tessera_sign_out_async (TesseraAccount *account,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TesseraContact *self;
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (account));

  self = g_new0 (TesseraContact, 1);
  tessera_contact_init (self, account);
  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_out_async);
  g_task_set_task_data (task, self, contact_free);
  tessera_flow_run (&flow, task, 0);
}

gboolean
tessera_sign_out_finish (TesseraAccount *account, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
