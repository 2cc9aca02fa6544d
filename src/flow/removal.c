/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "removal.h"

#include <glib/gi18n.h>

#include "account-files.h"
#include "config-error.h"
#include "keyring.h"
#include "lock.h"
#include "sign-out-rows.h"
#include "store-error.h"

typedef struct
{
  TesseraSignOutData sign_out; /* whose rows stand in the table below */
  TesseraLock *accounts_lock;  /* of accounts.conf */
  gboolean gone;               /* another process was faster */
  gboolean removed;
} Removal;

static gboolean
take_begun (gpointer data, GAsyncResult *result, GError **error)
{
  Removal *self = data;
  g_autoptr (GError) local_error = NULL;

  if (tessera_relying_party_take_begun (data, result, &local_error))
    return TRUE;
  self->gone = g_error_matches (local_error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
  if (!self->gone)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self->gone;
}

/* A record that cannot be written is removed next. */
static gboolean
take_deleted (gpointer data, GAsyncResult *result, GError **error)
{
  Removal *self = data;
  g_autoptr (GError) local_error = NULL;

  if (tessera_sign_out_take_deleted (data, result, &local_error))
    return TRUE;
  self->sign_out.deleted = local_error->domain == TESSERA_STORE_ERROR;
  if (!self->sign_out.deleted)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self->sign_out.deleted;
}

static TesseraStepStart
delete_secret (TesseraOperation *operation, GError **error)
{
  Removal *self = operation->data;

  tessera_transaction_delete_client_secret_async (self->sign_out.party.transaction,
                                                  operation->cancellable,
                                                  tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* Where there is no keyring, no secret is in it. */
static gboolean
take_secret_deleted (gpointer data, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (tessera_transaction_delete_client_secret_finish (result, &local_error)
      || g_error_matches (local_error, TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static TesseraStepStart
remove_record (TesseraOperation *operation, GError **error)
{
  Removal *self = operation->data;
  const char *id = tessera_store_get_id (self->sign_out.party.store);

  return tessera_session_record_remove (id, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
}

/* Before anything is deleted, so that whoever does not want to wait for it changes nothing. */
static TesseraStepStart
lock_accounts (TesseraOperation *operation, GError **error)
{
  tessera_lock_acquire_async ("accounts", operation->cancellable, tessera_operation_ready_cb,
                              operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_accounts_locked (gpointer data, GAsyncResult *result, GError **error)
{
  Removal *self = data;

  self->accounts_lock = tessera_lock_acquire_finish (result, error);
  return self->accounts_lock != NULL;
}

static void
delete_entry_in_thread (GTask *task, gpointer source, gpointer id, GCancellable *cancellable)
{
  GError *error = NULL;

  if (tessera_account_files_remove (id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static TesseraStepStart
delete_entry (TesseraOperation *operation, GError **error)
{
  Removal *self = operation->data;
  g_autoptr (GTask) task
    = g_task_new (NULL, operation->cancellable, tessera_operation_ready_cb, operation);

  g_task_set_source_tag (task, delete_entry);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (tessera_store_get_id (self->sign_out.party.store)), g_free);
  g_task_run_in_thread (task, delete_entry_in_thread);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_entry_deleted (gpointer data, GAsyncResult *result, GError **error)
{
  Removal *self = data;

  self->removed = g_task_propagate_boolean (G_TASK (result), error);
  return self->removed;
}

/* Only whoever is quick may keep others from changing accounts.conf. */
static TesseraStepStart
release_accounts (TesseraOperation *operation, GError **error)
{
  Removal *self = operation->data;

  g_clear_pointer (&self->accounts_lock, tessera_lock_release);
  return TESSERA_STEP_DONE;
}

/* The lock is held up to here, so that no sign-in that is under way leaves tokens behind of an
 * account that nobody can see any more. */
static TesseraStepStart
discard_lock (TesseraOperation *operation, GError **error)
{
  Removal *self = operation->data;

  g_clear_pointer (&self->sign_out.party.transaction, tessera_transaction_discard);
  return TESSERA_STEP_DONE;
}

/* The account stays, but its tokens are in no keyring any more. */
static gboolean
is_signed_out_only (gpointer data)
{
  const Removal *self = data;

  return self->sign_out.deleted && !self->removed && self->sign_out.party.to_revoke != NULL;
}

static TesseraStepStart
discover_late (TesseraOperation *operation, GError **error)
{
  return is_signed_out_only (operation->data) ? tessera_revocation_discover (operation, error)
                                              : TESSERA_STEP_DONE;
}

static TesseraStepStart
revoke_refresh_late (TesseraOperation *operation, GError **error)
{
  return is_signed_out_only (operation->data) ? tessera_revocation_revoke_refresh (operation, error)
                                              : TESSERA_STEP_DONE;
}

static TesseraStepStart
revoke_access_late (TesseraOperation *operation, GError **error)
{
  return is_signed_out_only (operation->data) ? tessera_revocation_revoke_access (operation, error)
                                              : TESSERA_STEP_DONE;
}

#define REMOVING N_ ("Removing the account")

static const TesseraStep steps[] = {
  { REMOVING, tessera_relying_party_begin, take_begun, 0 },
  { REMOVING, tessera_sign_out_load, tessera_sign_out_take_loaded, 0 },
  { REMOVING, tessera_revocation_find_secret, tessera_revocation_take_secret, 0 },
  { REMOVING, tessera_relying_party_lock_keyring, tessera_relying_party_take_keyring_locked, 0 },
  { REMOVING, lock_accounts, take_accounts_locked, 0 },
  { REMOVING, tessera_sign_out_delete, take_deleted, TESSERA_STEP_SHIELDED },
  { REMOVING, delete_secret, take_secret_deleted, TESSERA_STEP_SHIELDED },
  { REMOVING, remove_record, NULL, TESSERA_STEP_SHIELDED },
  { REMOVING, delete_entry, take_entry_deleted, TESSERA_STEP_SHIELDED },
  { REMOVING, release_accounts, NULL, TESSERA_STEP_SHIELDED },
  { REMOVING, discard_lock, NULL, TESSERA_STEP_SHIELDED },
  { N_ ("Contacting the provider"), tessera_revocation_discover, tessera_revocation_take_provider,
    0 },
  { N_ ("Revoking the refresh token"), tessera_revocation_revoke_refresh,
    tessera_revocation_take_refresh, 0 },
  { N_ ("Revoking the access token"), tessera_revocation_revoke_access,
    tessera_revocation_take_access, 0 },
  { NULL, release_accounts, NULL, TESSERA_STEP_CLEANUP },
  { NULL, tessera_relying_party_release, NULL, TESSERA_STEP_CLEANUP },
  { NULL, discover_late, tessera_revocation_take_provider, TESSERA_STEP_CLEANUP },
  { NULL, revoke_refresh_late, tessera_revocation_take_refresh, TESSERA_STEP_CLEANUP },
  { NULL, revoke_access_late, tessera_revocation_take_access, TESSERA_STEP_CLEANUP },
};

static gboolean
skips (gpointer data, const TesseraStep *step)
{
  const Removal *self = data;

  return self->gone
         || (!self->sign_out.party.to_revoke && step->start == tessera_revocation_discover);
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .skips = skips,
  .cancelled = N_ ("The removal was cancelled."),
};

static void
removal_free (Removal *self)
{
  g_clear_pointer (&self->accounts_lock, tessera_lock_release);
  g_clear_pointer (&self->sign_out.tokens, oidc_tokens_unref);
  tessera_relying_party_clear (&self->sign_out.party);
  g_free (self);
}

void
tessera_removal_async (const TesseraAccountConfig *config,
                       TesseraStore *store,
                       guint timeout,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Removal *self = g_new0 (Removal, 1);
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  tessera_relying_party_init (&self->sign_out.party, config, store);
  g_task_set_source_tag (task, tessera_removal_async);
  g_task_set_task_data (task, self, (GDestroyNotify) removal_free);
  tessera_flow_run (&flow, task, timeout);
}

gboolean
tessera_removal_finish (GAsyncResult *result, GError **warning, GError **error)
{
  Removal *self = g_task_get_task_data (G_TASK (result));
  const GError *not_revoked;
  g_autoptr (GError) failure = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &failure) && !self->removed)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  not_revoked = self->sign_out.party.not_revoked;
  /* What stopped the flow after the account was gone kept the tokens from being revoked. */
  if (!not_revoked && self->sign_out.party.to_revoke)
    not_revoked = failure;
  if (not_revoked)
    g_set_error (
      warning, not_revoked->domain, not_revoked->code,
      /* Translators: why, as a sentence. */
      _ ("The account was removed, but its tokens could not be revoked at the provider: %s"),
      not_revoked->message);
  return TRUE;
}
