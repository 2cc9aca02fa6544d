/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "renewal.h"

#include <glib/gi18n.h>

#include "account-private.h"
#include "contact.h"
#include "keyring.h"
#include "clock.h"
#include "oidc-error.h"
#include "oidc-grant.h"
#include "oidc-refresh.h"
#include "store-error.h"

#define DEADLINE 120 /* seconds; whoever holds the lock may have a request of 30 under way */

static guint deadline_seconds = DEADLINE;

typedef struct
{
  TesseraContact contact;
  gint64 since;
  gboolean keep_in_memory;

  OidcTokens *seen;   /* (nullable) in memory when the flow began */
  OidcTokens *before; /* what is to be renewed */
  OidcTokens *tokens; /* the answer; or what another process has got meanwhile */
  gboolean adopted;
  gboolean stored;
  GError *ended;   /* the provider's refusal */
  GError *warning; /* why the answer could not be stored */
} Renewal;

static void
renewal_free (Renewal *self)
{
  g_clear_pointer (&self->seen, oidc_tokens_unref);
  g_clear_pointer (&self->before, oidc_tokens_unref);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_error (&self->ended);
  g_clear_error (&self->warning);
  tessera_contact_clear (&self->contact);
  g_free (self);
}

static gboolean
differs (const OidcTokens *a, const OidcTokens *b)
{
  return a && g_strcmp0 (a->access_token, b->access_token) != 0;
}

/* Whether another process has done already what is to be done here. */
static gboolean
is_renewed (Renewal *self, const OidcTokens *stored)
{
  gint64 left = oidc_tokens_seconds_left (stored);

  if (left <= 0)
    return FALSE;
  return (self->since > 0 && oidc_tokens_came_since (stored, self->since))
         || (differs (self->seen, stored)
             && (stored->expires_in < 0 || left > stored->expires_in / 5));
}

static gboolean
take_before (Renewal *self, GError **error)
{
  OidcTokens *stored = tessera_account_get_tokens (self->contact.account);

  if (is_renewed (self, stored))
    {
      self->tokens = oidc_tokens_ref (stored);
      self->adopted = TRUE;
      return TRUE;
    }
  if (!stored->refresh_token)
    {
      g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                   _ ("The provider gave no refresh token for “%s”, so its session cannot be "
                      "renewed."),
                   self->contact.config->name);
      return FALSE;
    }
  self->before = oidc_tokens_ref (stored);
  return TRUE;
}

static TesseraStepStart
read_stored (gpointer data,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data,
             GError **error)
{
  Renewal *self = data;
  TesseraAccount *account = self->contact.account;

  tessera_account_read_state (account);
  if (tessera_account_is_unsaved (account))
    return take_before (self, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
  if (!tessera_account_is_stored (account))
    {
      g_propagate_error (error, tessera_account_make_not_signed_in_error (account));
      return TESSERA_STEP_FAILED;
    }
  tessera_keyring_lookup_async (self->contact.config->id, TESSERA_KEYRING_TOKENS, cancellable,
                                callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_stored (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = tessera_keyring_lookup_finish (result, &local_error);

  if (text)
    return tessera_account_accept_stored (self->contact.account, text, error)
           && take_before (self, error);
  if (!local_error)
    local_error = tessera_account_make_locked_error (self->contact.account);
  if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tessera_account_set_locked (self->contact.account, TRUE);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Before the refresh token is spent: what may fail then costs nothing. */
static TesseraStepStart
fetch_keys (gpointer data,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data,
            GError **error)
{
  Renewal *self = data;

  if (!self->before->id_token || !self->contact.provider->jwks_uri)
    return TESSERA_STEP_DONE;
  return tessera_contact_fetch_keys (data, cancellable, callback, user_data, error);
}

static TesseraStepStart
refresh (gpointer data,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data,
         GError **error)
{
  Renewal *self = data;

  oidc_grant_refresh_async (self->contact.http, self->contact.provider, self->contact.client,
                            self->before->refresh_token, cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

/* Only the provider's word ends a session; whatever else goes wrong, the next renewal tries again
 * with the same refresh token. */
static gboolean
take_answer (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;

  self->tokens = oidc_grant_refresh_finish (result, &local_error);
  if (self->tokens)
    return TRUE;
  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_INVALID_GRANT))
    {
      self->ended = g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED,
                                 /* Translators: the account, and what the provider said. */
                                 _ ("The session of “%s” has ended: %s"),
                                 self->contact.config->name, local_error->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_id_token (Renewal *self, GError **error)
{
  return oidc_refresh_check_id_token (self->tokens, self->before, self->contact.keys,
                                      tessera_clock_wall (), error);
}

static TesseraStepStart
check_identity (gpointer data,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data,
                GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;

  if (self->ended)
    return TESSERA_STEP_DONE;
  /* Nothing here could check it. */
  if (!self->contact.keys)
    g_clear_pointer (&self->tokens->id_token, g_free);
  if (!self->tokens->id_token || check_id_token (self, &local_error))
    {
      oidc_refresh_inherit (self->tokens, self->before);
      return TESSERA_STEP_DONE;
    }
  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY))
    return tessera_contact_fetch_keys (data, cancellable, callback, user_data, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return TESSERA_STEP_FAILED;
}

/* The refresh token is spent. That the key cannot be had (now, or at all) does not undo it: an ID
 * token that nothing can check is as good as none. */
static gboolean
take_identity (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;

  if (!tessera_contact_take_keys (data, result, NULL))
    g_clear_pointer (&self->tokens->id_token, g_free);
  else if (!check_id_token (self, &local_error))
    {
      if (!g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_clear_pointer (&self->tokens->id_token, g_free);
    }
  oidc_refresh_inherit (self->tokens, self->before);
  return TRUE;
}

static gboolean
take_keyring_lock (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;

  return tessera_contact_take_keyring_lock (data, result, &self->warning) || self->warning;
}

static TesseraSessionRecord *
make_state (Renewal *self)
{
  TesseraSessionRecord *state;

  if (!self->ended)
    return tessera_session_record_from_tokens (self->tokens);
  state = g_new0 (TesseraSessionRecord, 1);
  state->ended = TRUE;
  state->expires_at = tessera_clock_wall ();
  state->subject = g_strdup (tessera_account_get_subject (self->contact.account));
  return state;
}

/* Also where another process renewed: it may have been killed before it wrote this. */
static gboolean
write_state (Renewal *self, GError **error)
{
  const char *id = self->contact.config->id;
  g_autoptr (TesseraSessionRecord) state = make_state (self);
  g_autoptr (TesseraSessionRecord) written = tessera_session_record_read (id);

  if (self->adopted && written->signed_in && written->expires_boot == state->expires_boot)
    return TRUE;
  return tessera_session_record_write (id, state, error);
}

/* The new token set; nothing, where the session has ended. That is written down first: the other
 * way round, whoever is killed in between leaves a session that looks as if its keyring were locked,
 * and a keyring that does not forget would keep it alive. */
static TesseraStepStart
store (gpointer data,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       GError **error)
{
  Renewal *self = data;
  const TesseraAccountConfig *config = self->contact.config;
  g_autofree char *text = NULL;

  if (self->ended)
    write_state (self, NULL);
  if (self->warning)
    return TESSERA_STEP_DONE;
  if (self->ended)
    tessera_keyring_forget_async (config->id, TESSERA_KEYRING_TOKENS, cancellable, callback,
                                  user_data);
  else
    {
      text = oidc_tokens_store (self->tokens);
      tessera_keyring_store_async (config->id, TESSERA_KEYRING_TOKENS, config->name, text,
                                   cancellable, callback, user_data);
    }
  return TESSERA_STEP_STARTED;
}

static gboolean
take_store (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;

  if (self->ended)
    tessera_keyring_forget_finish (result, &self->warning);
  else
    self->stored = tessera_keyring_store_finish (result, &self->warning);
  return TRUE;
}

static TesseraStepStart
conclude (gpointer data,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data,
          GError **error)
{
  Renewal *self = data;
  TesseraAccount *account = self->contact.account;

  /* Got and not stored by another renewal of this process. */
  if (self->adopted && tessera_account_is_unsaved (account))
    return TESSERA_STEP_DONE;
  if (!self->warning && !self->ended)
    write_state (self, &self->warning);
  tessera_account_set_tokens (account, self->ended ? NULL : self->tokens, FALSE);
  if (self->ended)
    {
      g_propagate_error (error, g_steal_pointer (&self->ended));
      return TESSERA_STEP_FAILED;
    }
  if (!self->warning)
    return TESSERA_STEP_DONE;
  /* Where no more than the state file is old, others go on from the same tokens. */
  if (!self->stored && !self->adopted)
    tessera_account_set_unsaved (account);
  if (self->keep_in_memory)
    return TESSERA_STEP_DONE;
  g_propagate_error (error, g_steal_pointer (&self->warning));
  return TESSERA_STEP_FAILED;
}

#define RENEWING N_ ("Renewing the session")

static const TesseraStep steps[] = {
  { RENEWING, tessera_contact_lock_account, tessera_contact_take_lock, 0 },
  { RENEWING, read_stored, take_stored, 0 },
  { RENEWING, tessera_contact_find_secret, tessera_contact_take_secret, 0 },
  { RENEWING, tessera_contact_discover, tessera_contact_take_provider, 0 },
  { RENEWING, fetch_keys, tessera_contact_take_keys, 0 },
  { RENEWING, refresh, take_answer, TESSERA_STEP_SHIELDED },
  { RENEWING, check_identity, take_identity, TESSERA_STEP_SHIELDED },
  { RENEWING, tessera_contact_lock_keyring, take_keyring_lock, TESSERA_STEP_SHIELDED },
  { RENEWING, store, take_store, TESSERA_STEP_SHIELDED },
  { RENEWING, conclude, NULL, TESSERA_STEP_SHIELDED },
};

/* The locks go with the flow, however long its result is kept. */
static void
finish (gpointer data, const GError *failure, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  tessera_contact_release_locks (data);
  g_task_return_boolean (task, TRUE);
}

/* What another process has renewed is only to be taken. */
static gboolean
skips (gpointer data, const TesseraStep *step)
{
  return ((Renewal *) data)->adopted && step->start != conclude;
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .skips = skips,
  .finish = finish,
  .cancelled = N_ ("The renewal was cancelled."),
};

void
tessera_renewal_async (TesseraAccount *account,
                       gint64 since,
                       gboolean keep_in_memory,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  OidcTokens *seen;
  Renewal *self;
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (account));

  self = g_new0 (Renewal, 1);
  tessera_contact_init (&self->contact, account);
  self->since = since;
  self->keep_in_memory = keep_in_memory;
  seen = tessera_account_get_tokens (account);
  self->seen = seen ? oidc_tokens_ref (seen) : NULL;
  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_renewal_async);
  g_task_set_task_data (task, self, (GDestroyNotify) renewal_free);
  tessera_flow_run (&flow, task, deadline_seconds);
}

gboolean
tessera_renewal_finish (TesseraAccount *account,
                        GAsyncResult *result,
                        GError **warning,
                        GError **error)
{
  Renewal *self;

  g_return_val_if_fail (g_task_is_valid (result, account), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (self->warning)
    g_propagate_error (warning, g_steal_pointer (&self->warning));
  return TRUE;
}

gint64
tessera_renewal_get_retry_after (GAsyncResult *result)
{
  Renewal *self = g_task_get_task_data (G_TASK (result));

  return oidc_http_get_retry_after (self->contact.http);
}

void
tessera_renewal_set_deadline (guint seconds)
{
  deadline_seconds = seconds;
}

gint64
tessera_renewal_get_process_began (void)
{
  return tessera_clock_process_began_ms ();
}

gint64
tessera_renewal_get_now (void)
{
  return tessera_clock_boot_ms ();
}
