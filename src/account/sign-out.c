/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-out.h"

#include <glib/gi18n.h>

#include "account-lock.h"
#include "account-private.h"
#include "account-state.h"
#include "keyring.h"
#include "steps.h"

typedef struct
{
  TesseraAccount *account;
  char *id;
  TesseraLock *lock;
  TesseraLock *keyring_lock;
} SignOut;

static void
sign_out_free (SignOut *self)
{
  g_clear_pointer (&self->keyring_lock, tessera_lock_release);
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_clear_object (&self->account);
  g_free (self->id);
  g_free (self);
}

static TesseraStepStart
lock_account (gpointer data,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data,
              GError **error)
{
  SignOut *self = data;

  tessera_lock_acquire_async (self->id, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_lock (gpointer data, GAsyncResult *result, GError **error)
{
  SignOut *self = data;

  self->lock = tessera_lock_acquire_finish (result, error);
  return self->lock != NULL;
}

static TesseraStepStart
lock_keyring (gpointer data,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data,
              GError **error)
{
  tessera_lock_acquire_async ("keyring", cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_keyring_lock (gpointer data, GAsyncResult *result, GError **error)
{
  SignOut *self = data;

  self->keyring_lock = tessera_lock_acquire_finish (result, error);
  return self->keyring_lock != NULL;
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
  SignOut *self = data;

  tessera_keyring_forget_async (self->id, TESSERA_KEYRING_TOKENS, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
write_state (SignOut *self, const TesseraState *before, GError **error)
{
  g_autoptr (TesseraState) state = g_new0 (TesseraState, 1);

  return !before->signed_in || tessera_state_write (self->id, state, error);
}

static gboolean
take_forgotten (gpointer data, GAsyncResult *result, GError **error)
{
  SignOut *self = data;
  g_autoptr (TesseraState) before = tessera_state_read (self->id);
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
  { N_ ("Signing out"), lock_account, take_lock, 0 },
  { N_ ("Signing out"), lock_keyring, take_keyring_lock, 0 },
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
  SignOut *self;
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (account));

  self = g_new0 (SignOut, 1);
  self->account = g_object_ref (account);
  self->id = g_strdup (tessera_account_get_config (account)->id);
  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_out_async);
  g_task_set_task_data (task, self, (GDestroyNotify) sign_out_free);
  tessera_flow_run (&flow, task, 0);
}

gboolean
tessera_sign_out_finish (TesseraAccount *account, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
