/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-in-flow.h"

#include <glib/gi18n.h>

#include "flow-error.h"
#include "oidc-error.h"
#include "sign-in-rows.h"

#define LONGEST_REASON 80 /* characters */

static TesseraStepStartFunc answer_browser, close_port;
static TesseraStepTakeFunc take_closed;

/* A provider that refuses offline_access does so in its answer or at the exchange: the flow goes
 * back and sends the browser there once more, without it.
 *
 * The exchange joins the keys: they come over the connection that it then finds free and warm, and
 * a provider without keys is not given the code. */
static const TesseraStep steps[] = {
  { N_ ("Checking that the session can be stored"), tessera_relying_party_begin,
    tessera_sign_in_take_begun, 0 },
  { N_ ("Checking that the session can be stored"), tessera_sign_in_prepare,
    tessera_sign_in_take_prepared, 0 },
  { N_ ("Checking that the session can be stored"), tessera_relying_party_release, NULL, 0 },
  { N_ ("Looking up the client secret"), tessera_relying_party_find_secret,
    tessera_relying_party_take_secret, 0 },
  { N_ ("Contacting the provider"), tessera_relying_party_discover,
    tessera_relying_party_take_provider, 0 },
  { N_ ("Waiting for the answer"), tessera_sign_in_listen, NULL, 0 },
  { N_ ("Fetching the keys"), tessera_sign_in_fetch_keys, tessera_relying_party_take_keys,
    TESSERA_STEP_BACKGROUND },
  { N_ ("Opening the browser"), tessera_sign_in_open_browser, tessera_sign_in_take_opened,
    TESSERA_STEP_AGAIN },
  { N_ ("Waiting for the browser"), tessera_sign_in_await_answer, tessera_sign_in_take_answer,
    TESSERA_STEP_REPEATS },
  { N_ ("Exchanging the code"), tessera_sign_in_exchange_code, tessera_sign_in_take_tokens,
    TESSERA_STEP_JOIN | TESSERA_STEP_GRACE | TESSERA_STEP_REPEATS },
  { N_ ("Checking who you are"), tessera_sign_in_check_identity, tessera_sign_in_take_identity, 0 },
  { N_ ("Getting your name"), tessera_sign_in_ask_userinfo, tessera_sign_in_take_userinfo, 0 },
  { N_ ("Storing the session"), tessera_sign_in_begin, tessera_sign_in_take_begun, 0 },
  { N_ ("Storing the session"), tessera_sign_in_load_replaced, tessera_sign_in_take_replaced, 0 },
  { N_ ("Storing the session"), tessera_sign_in_commit, tessera_sign_in_take_committed,
    TESSERA_STEP_SHIELDED },
  { NULL, tessera_relying_party_release, NULL, TESSERA_STEP_CLEANUP },
  { NULL, answer_browser, NULL, TESSERA_STEP_CLEANUP },
  { NULL, tessera_sign_in_choose_revoked, NULL, TESSERA_STEP_CLEANUP },
  { NULL, tessera_revocation_revoke_refresh, tessera_revocation_take_refresh,
    TESSERA_STEP_CLEANUP },
  { NULL, tessera_revocation_revoke_access, tessera_revocation_take_access, TESSERA_STEP_CLEANUP },
  { NULL, tessera_sign_in_lock_accounts, tessera_sign_in_take_accounts_locked,
    TESSERA_STEP_CLEANUP },
  { NULL, tessera_sign_in_write_config, tessera_sign_in_take_config_written, TESSERA_STEP_CLEANUP },
  { NULL, close_port, take_closed, TESSERA_STEP_CLEANUP },
};

/* What the provider says of its refusal, if that fits into one line. Returns: (nullable) */
static const char *
find_short_reason (const GError *failure)
{
  const char *reason = oidc_error_get_reason (failure);

  return reason != NULL && g_utf8_strlen (reason, -1) <= LONGEST_REASON ? reason : NULL;
}

/* @failure: (nullable). Returns: (transfer full) one line of how the sign-in ended */
static char *
make_title (const TesseraSignInData *self, const GError *failure)
{
  const char *reason = find_short_reason (failure);

  if (failure == NULL)
    return g_strdup_printf (_ ("You are signed in to %s"), self->party.config->name);
  if (reason != NULL)
    /* Translators: the provider's own words. */
    return g_strdup_printf (_ ("Sign-in was refused: %s"), reason);
  if (oidc_error_get_reason (failure) != NULL)
    return g_strdup (_ ("Sign-in was refused"));
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_ ("Sign-in was cancelled"));
  return g_strdup (_ ("Sign-in failed"));
}

/* Only now is it known how the flow ended, and only now does the browser hear of it. */
static TesseraStepStart
answer_browser (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;
  const GError *failure = operation->failure;
  g_autofree char *title = make_title (self, failure);
  g_autofree char *message = NULL;

  if (!self->loopback)
    return TESSERA_STEP_DONE;
  if (failure && find_short_reason (failure) == NULL
      && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: what went wrong, as a sentence. */
    message
      = g_strdup_printf (_ ("%s You can close this tab and go back to Tessera."), failure->message);
  tessera_loopback_answer_page (self->loopback, failure == NULL, title,
                                message ? message
                                        : _ ("You can close this tab and go back to Tessera."));
  return TESSERA_STEP_DONE;
}

static TesseraStepStart
close_port (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  if (!self->loopback)
    return TESSERA_STEP_DONE;
  tessera_loopback_close_async (self->loopback, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_closed (gpointer data, GAsyncResult *result, GError **error)
{
  tessera_loopback_close_finish (((TesseraSignInData *) data)->loopback, result);
  return TRUE;
}

static void
announce (gpointer data, const char *step)
{
  const TesseraSignInOptions *options = &((TesseraSignInData *) data)->options;

  options->announce (options->user_data, step);
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .repeats = tessera_sign_in_repeats,
  .cancelled = N_ ("The sign-in was cancelled."),
  .announce = announce,
};

TesseraSignInData *
tessera_sign_in_data_new (const TesseraAccountConfig *config,
                          TesseraStore *store,
                          const TesseraSignInOptions *options)
{
  TesseraSignInData *self = g_new0 (TesseraSignInData, 1);

  tessera_relying_party_init (&self->party, config, store);
  self->options = *options;
  return self;
}

void
tessera_sign_in_data_free (TesseraSignInData *self)
{
  g_clear_pointer (&self->accounts_lock, tessera_lock_release);
  g_clear_pointer (&self->replaced, oidc_tokens_unref);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->response_issuer, g_free);
  g_clear_pointer (&self->obstacle, g_free);
  g_clear_object (&self->browser_failed);
  g_clear_object (&self->waiting);
  g_clear_object (&self->flow_cancellable);
  g_clear_pointer (&self->mishap, g_free);
  g_clear_pointer (&self->request, oidc_request_free);
  g_clear_object (&self->loopback);
  g_clear_error (&self->warning);
  tessera_relying_party_clear (&self->party);
  g_free (self);
}

void
tessera_sign_in_flow_async (const TesseraAccountConfig *config,
                            TesseraStore *store,
                            const TesseraSignInOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_sign_in_flow_async);
  g_task_set_task_data (task, tessera_sign_in_data_new (config, store, options),
                        (GDestroyNotify) tessera_sign_in_data_free);
  tessera_flow_run (&flow, task, options->timeout);
}

/* Says what may have kept the answer away, where that is known. Takes @failure. */
static void
propagate (TesseraSignInData *self, GError *failure, GError **error)
{
  g_autoptr (GError) own = failure;

  if (self->mishap && g_error_matches (own, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE))
    g_set_error (error, own->domain, own->code, "%s %s", own->message, self->mishap);
  else
    g_propagate_error (error, g_steal_pointer (&own));
}

gboolean
tessera_sign_in_flow_finish (GAsyncResult *result, GError **warning, GError **error)
{
  TesseraSignInData *self = g_task_get_task_data (G_TASK (result));
  GError *failure = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &failure))
    {
      propagate (self, failure, error);
      return FALSE;
    }
  if (self->warning)
    g_propagate_error (warning, g_steal_pointer (&self->warning));
  return TRUE;
}
