/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "renewal.h"

#include <glib/gi18n.h>

#include "clock.h"
#include "keyring.h"
#include "oidc-error.h"
#include "oidc-grant.h"
#include "oidc-refresh.h"
#include "revocation.h"
#include "store-error.h"

#define DEADLINE 120 /* seconds; whoever holds the lock may have a request of 30 under way */

static guint deadline_seconds = DEADLINE;

/* What the flow has come to know of the session. */
typedef enum
{
  RENEWAL_DUE,     /* to be renewed */
  RENEWAL_ADOPTED, /* another process has done it */
  RENEWAL_ANSWERED,
  RENEWAL_ENDED,
} RenewalState;

typedef struct
{
  TesseraRelyingParty party;
  TesseraRenewalOptions options;

  RenewalState state;
  OidcTokens *before; /* what is to be renewed */
  OidcTokens
    *tokens;       /* what is to be kept: the answer; or what another process has got meanwhile */
  GError *failure; /* what the flow fails with, once all is kept that is to be kept */
  GError *warning; /* why that could not be stored */
} Renewal;

static void
renewal_free (Renewal *self)
{
  g_clear_pointer (&self->options.seen, oidc_tokens_unref);
  g_clear_pointer (&self->before, oidc_tokens_unref);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_error (&self->failure);
  g_clear_error (&self->warning);
  tessera_relying_party_clear (&self->party);
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
  return (self->options.since > 0 && oidc_tokens_came_since (stored, self->options.since))
         || (differs (self->options.seen, stored)
             && (stored->expires_in < 0 || left > stored->expires_in / 5));
}

static gboolean
check_stored (Renewal *self, OidcTokens *stored, GError **error)
{
  if (!tessera_session_owner_is (self->party.config, stored))
    {
      g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                   _ ("“%s” is not signed in."), self->party.config->name);
      return FALSE;
    }
  if (is_renewed (self, stored))
    {
      self->tokens = oidc_tokens_ref (stored);
      self->state = RENEWAL_ADOPTED;
      return TRUE;
    }
  if (!stored->refresh_token)
    {
      g_set_error (
        error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
        _ ("The provider issued no refresh token for “%s”, so its session cannot be renewed."),
        self->party.config->name);
      return FALSE;
    }
  self->before = oidc_tokens_ref (stored);
  return TRUE;
}

static TesseraStepStart
load (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;
  TesseraStore *store = self->party.store;
  const TesseraSessionRecord *record = tessera_store_get_record (store);
  const GError *problem = tessera_store_get_problem (store);

  if (g_error_matches (problem, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED))
    g_propagate_error (error, g_error_copy (problem));
  else if (record->known && !record->signed_in && !tessera_store_get_kept (store))
    g_propagate_error (error, tessera_store_make_absent_error (store));
  else
    {
      tessera_transaction_load_async (self->party.transaction, operation->cancellable,
                                      tessera_operation_ready_cb, operation);
      return TESSERA_STEP_STARTED;
    }
  return TESSERA_STEP_FAILED;
}

/* That nothing is stored ends the flow only after the record says so, too. */
static gboolean
take_loaded (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OidcTokens) stored = tessera_transaction_load_finish (result, &local_error);

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (stored && !stored->ended)
    return check_stored (self, stored, error);
  self->tokens = g_steal_pointer (&stored);
  self->state = RENEWAL_ENDED;
  self->failure = self->tokens
                    ? g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED,
                                   _ ("The session of “%s” has ended."), self->party.config->name)
                    : g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                                   _ ("“%s” is not signed in."), self->party.config->name);
  return TRUE;
}

/* Before the refresh token is spent: what may fail then costs nothing. */
static TesseraStepStart
fetch_keys (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;

  if (!self->before->id_token || !self->party.provider->jwks_uri
      || tessera_relying_party_get_hs256_secret (&self->party))
    return TESSERA_STEP_DONE;
  return tessera_relying_party_fetch_keys (operation, error);
}

/* A session that is in memory alone, since it could not be stored, is renewed all the same. */
static gboolean
take_prepared (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (GError) local_error = NULL;

  if (tessera_relying_party_take_prepared (data, result, &local_error))
    return TRUE;
  if (self->options.keep_in_memory && tessera_store_get_kept (self->party.store)
      && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static TesseraStepStart
refresh (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;

  oidc_grant_refresh_async (self->party.http, self->party.provider, self->party.client,
                            self->before->refresh_token, operation->cancellable,
                            tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* The session goes on with the tokens that there were, and with @refresh_token: the old one may be
 * spent. The flow fails with @failure, which it takes. */
static void
keep_refresh_token (Renewal *self, const char *refresh_token, GError *failure)
{
  g_autoptr (OidcTokens) kept = oidc_tokens_without_refresh_token (self->before);

  kept->refresh_token = g_strdup (refresh_token);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  self->tokens = g_steal_pointer (&kept);
  self->failure = failure;
  self->state = RENEWAL_ANSWERED;
}

/* Takes @reason. */
static void
end_session (Renewal *self, GError *reason)
{
  g_autoptr (GError) own = reason;

  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  self->tokens = oidc_tokens_ended (self->before);
  self->failure
    = g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED,
                   /* Translators: the account, and what the provider said. */
                   _ ("The session of “%s” has ended: %s"), self->party.config->name, own->message);
  self->state = RENEWAL_ENDED;
}

static gboolean
take_answer (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;
  g_autoptr (OidcTokens) leftover = NULL;
  g_autoptr (GError) local_error = NULL;

  self->tokens = oidc_grant_refresh_finish (result, &leftover, &local_error);
  self->state = RENEWAL_ANSWERED;
  if (self->tokens)
    return TRUE;
  if (g_error_matches (local_error, OIDC_ERROR, OIDC_ERROR_INVALID_GRANT))
    end_session (self, g_steal_pointer (&local_error));
  else if (leftover && leftover->refresh_token)
    keep_refresh_token (self, leftover->refresh_token, g_steal_pointer (&local_error));
  else
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/* What the answer's ID token says decides what is kept of the answer. Returns: whether the keys
 * must be fetched once more first. */
static gboolean
judge_id_token (Renewal *self, gboolean is_last)
{
  g_autoptr (GError) reason = NULL;

  switch (oidc_refresh_check_id_token (self->tokens, self->before, self->party.keys,
                                       tessera_relying_party_get_hs256_secret (&self->party),
                                       tessera_clock_wall (), &reason))
    {
    case OIDC_REFRESH_FINE:
      break;
    case OIDC_REFRESH_DROP:
      if (!is_last && g_error_matches (reason, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY))
        return TRUE;
      g_clear_pointer (&self->tokens->id_token, g_free);
      break;
    case OIDC_REFRESH_OTHER_PERSON:
      tessera_revocation_set (&self->party, self->tokens);
      end_session (self, g_steal_pointer (&reason));
      return FALSE;
    case OIDC_REFRESH_REFUSE:
    default:
      keep_refresh_token (self,
                          self->tokens->refresh_token ? self->tokens->refresh_token
                                                      : self->before->refresh_token,
                          g_steal_pointer (&reason));
      return FALSE;
    }
  oidc_refresh_inherit (self->tokens, self->before);
  return FALSE;
}

static TesseraStepStart
check_identity (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;

  if (self->failure)
    return TESSERA_STEP_DONE;
  /* Nothing here could check it. */
  if (!self->party.keys && !tessera_relying_party_get_hs256_secret (&self->party))
    g_clear_pointer (&self->tokens->id_token, g_free);
  if (!self->tokens->id_token)
    oidc_refresh_inherit (self->tokens, self->before);
  else if (judge_id_token (self, FALSE))
    return tessera_relying_party_fetch_keys (operation, error);
  return TESSERA_STEP_DONE;
}

/* That the key cannot be had, now or at all, is no fault of the session: an ID token that nothing
 * can check is as good as none. */
static gboolean
take_identity (gpointer data, GAsyncResult *result, GError **error)
{
  tessera_relying_party_take_keys (data, result, NULL);
  judge_id_token (data, TRUE);
  return TRUE;
}

static TesseraStepStart
commit (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;

  /* Nothing came that is not stored already. */
  if (self->failure && self->state == RENEWAL_ANSWERED
      && g_strcmp0 (self->tokens->refresh_token, self->before->refresh_token) == 0)
    return TESSERA_STEP_DONE;
  tessera_transaction_commit_async (self->party.transaction, self->tokens, TESSERA_COMMIT_DEFAULT,
                                    operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_committed (gpointer data, GAsyncResult *result, GError **error)
{
  Renewal *self = data;

  if (tessera_transaction_commit_finish (result, &self->warning))
    return TRUE;
  /* Where no more than the record is old, others go on from the same tokens. */
  if (self->state == RENEWAL_ANSWERED && self->warning->domain != TESSERA_STORE_ERROR)
    tessera_store_keep (self->party.store, self->tokens);
  return TRUE;
}

static TesseraStepStart
conclude (TesseraOperation *operation, GError **error)
{
  Renewal *self = operation->data;

  /* The other process may have been killed before it wrote the record. */
  if (self->state == RENEWAL_ADOPTED && !tessera_store_get_kept (self->party.store))
    tessera_transaction_repair (self->party.transaction, self->tokens, &self->warning);
  if (self->failure)
    g_propagate_error (error, g_steal_pointer (&self->failure));
  else if (self->warning && !self->options.keep_in_memory)
    g_propagate_error (error, g_steal_pointer (&self->warning));
  else
    return TESSERA_STEP_DONE;
  return TESSERA_STEP_FAILED;
}

#define RENEWING N_ ("Renewing the session")

static const TesseraStep steps[] = {
  { RENEWING, tessera_relying_party_begin, tessera_relying_party_take_begun, 0 },
  { RENEWING, load, take_loaded, 0 },
  { RENEWING, tessera_relying_party_find_secret, tessera_relying_party_take_secret, 0 },
  { RENEWING, tessera_relying_party_discover, tessera_relying_party_take_provider, 0 },
  { RENEWING, fetch_keys, tessera_relying_party_take_keys, 0 },
  { RENEWING, tessera_relying_party_prepare, take_prepared, 0 },
  { RENEWING, refresh, take_answer, TESSERA_STEP_SHIELDED },
  { RENEWING, check_identity, take_identity, TESSERA_STEP_SHIELDED },
  { RENEWING, commit, take_committed, TESSERA_STEP_SHIELDED },
  { RENEWING, conclude, NULL, TESSERA_STEP_SHIELDED },
  { NULL, tessera_relying_party_release, NULL, TESSERA_STEP_CLEANUP },
  { NULL, tessera_revocation_revoke_refresh, tessera_revocation_take_refresh,
    TESSERA_STEP_CLEANUP },
  { NULL, tessera_revocation_revoke_access, tessera_revocation_take_access, TESSERA_STEP_CLEANUP },
};

/* Nobody is asked where another process has renewed, or nothing is stored. */
static gboolean
skips (gpointer data, const TesseraStep *step)
{
  const Renewal *self = data;

  if (self->state == RENEWAL_ADOPTED)
    return step->start != conclude;
  return self->state == RENEWAL_ENDED && step->start != commit && step->start != conclude;
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .skips = skips,
  .cancelled = N_ ("The renewal was cancelled."),
};

void
tessera_renewal_async (const TesseraAccountConfig *config,
                       TesseraStore *store,
                       const TesseraRenewalOptions *options,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Renewal *self = g_new0 (Renewal, 1);
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  tessera_relying_party_init (&self->party, config, store);
  self->options = *options;
  self->options.seen = options->seen ? oidc_tokens_ref (options->seen) : NULL;
  g_task_set_source_tag (task, tessera_renewal_async);
  g_task_set_task_data (task, self, (GDestroyNotify) renewal_free);
  tessera_flow_run (&flow, task, deadline_seconds);
}

gboolean
tessera_renewal_finish (GAsyncResult *result, GError **warning, GError **error)
{
  Renewal *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (self->warning)
    g_propagate_error (warning, g_steal_pointer (&self->warning));
  return TRUE;
}

void
tessera_renewal_set_deadline (guint seconds)
{
  deadline_seconds = seconds;
}
