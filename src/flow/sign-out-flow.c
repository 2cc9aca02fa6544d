/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-out-flow.h"

#include <glib/gi18n.h>

#include "flow-error.h"
#include "oidc-error.h"
#include "sign-out-rows.h"

static TesseraStepStartFunc answer_browser, close_port;
static TesseraStepTakeFunc take_closed;

/* The tokens are deleted before they are revoked: a network that is slow, or a process that is
 * killed meanwhile, must not keep them here. A failure to delete them is told in the end, and the
 * tokens are revoked nevertheless. The lock is let go before the network is asked: that changes
 * nothing here. */
static const TesseraStep steps[] = {
  { N_ ("Signing out"), tessera_relying_party_begin, tessera_relying_party_take_begun, 0 },
  { N_ ("Deleting the tokens"), tessera_sign_out_load, tessera_sign_out_take_loaded, 0 },
  { N_ ("Deleting the tokens"), tessera_relying_party_lock_keyring,
    tessera_relying_party_take_keyring_locked, 0 },
  { N_ ("Deleting the tokens"), tessera_sign_out_delete, tessera_sign_out_take_deleted,
    TESSERA_STEP_SHIELDED | TESSERA_STEP_KEEP_GOING },
  { N_ ("Deleting the tokens"), tessera_relying_party_release, NULL, 0 },
  { N_ ("Looking up the client secret"), tessera_revocation_find_secret,
    tessera_revocation_take_secret, 0 },
  { N_ ("Contacting the provider"), tessera_revocation_discover, tessera_revocation_take_provider,
    0 },
  { N_ ("Revoking the refresh token"), tessera_revocation_revoke_refresh,
    tessera_revocation_take_refresh, 0 },
  { N_ ("Revoking the access token"), tessera_revocation_revoke_access,
    tessera_revocation_take_access, 0 },
  { N_ ("Opening the browser"), tessera_sign_out_open_browser, tessera_sign_out_take_opened, 0 },
  { N_ ("Waiting for the browser"), tessera_sign_out_await_browser, tessera_sign_out_take_returned,
    0 },
  { NULL, tessera_relying_party_release, NULL, TESSERA_STEP_CLEANUP },
  { NULL, answer_browser, NULL, TESSERA_STEP_CLEANUP },
  { NULL, close_port, take_closed, TESSERA_STEP_CLEANUP },
};

static TesseraStepStart
answer_browser (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;
  g_autofree char *title = NULL;

  if (!self->loopback)
    return TESSERA_STEP_DONE;
  title = g_strdup_printf (self->deleted ? _ ("You are signed out of %s")
                                         : _ ("You are not signed out of %s yet"),
                           self->party.config->name);
  tessera_loopback_answer_page (self->loopback, self->deleted, title,
                                self->deleted
                                  ? _ ("You can close this tab and go back to Tessera.")
                                  : _ ("Go back to Tessera to see what is left to do."));
  return TESSERA_STEP_DONE;
}

static TesseraStepStart
close_port (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;

  if (!self->loopback)
    return TESSERA_STEP_DONE;
  tessera_loopback_close_async (self->loopback, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_closed (gpointer data, GAsyncResult *result, GError **error)
{
  tessera_loopback_close_finish (((TesseraSignOutData *) data)->loopback, result);
  return TRUE;
}

static void
announce (gpointer data, const char *step)
{
  TesseraSignOutData *self = data;

  self->options->announce (self->options->user_data, step, self->opened && step);
}

/* Nothing is contacted for a session that nobody knows of. */
static gboolean
skips (gpointer data, const TesseraStep *step)
{
  TesseraSignOutData *self = data;

  return !self->tokens && step->start == tessera_revocation_discover;
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The sign-out was cancelled."),
  .announce = announce,
  .skips = skips,
};

static void
sign_out_data_free (TesseraSignOutData *self)
{
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_error (&self->not_ended);
  g_clear_pointer (&self->browser_uri, g_free);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->own_parameter, g_free);
  tessera_relying_party_clear (&self->party);
  g_free (self);
}

void
tessera_sign_out_flow_async (const TesseraAccountConfig *config,
                             TesseraStore *store,
                             const TesseraSignOutOptions *options,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  TesseraSignOutData *self = g_new0 (TesseraSignOutData, 1);
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  tessera_relying_party_init (&self->party, config, store);
  self->options = options;
  g_task_set_source_tag (task, tessera_sign_out_flow_async);
  g_task_set_task_data (task, self, (GDestroyNotify) sign_out_data_free);
  tessera_flow_run (&flow, task, options->timeout);
}

/* That the provider's revocation endpoint cannot be used is worth nothing where its own sign-out
 * succeeded. */
static const GError *
get_not_revoked (const TesseraSignOutData *self)
{
  gboolean harmless = g_error_matches (self->party.not_revoked, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED)
                      && self->returned;

  return harmless ? NULL : self->party.not_revoked;
}

/* The revocation matters more: where both failed, its code is the warning's. (nullable) */
static GError *
make_warning (const TesseraSignOutData *self)
{
  const GError *not_revoked = get_not_revoked (self);
  const GError *not_ended = self->not_ended;
  const GError *first = not_revoked ? not_revoked : not_ended;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_null_terminated (2, g_free, TRUE);
  g_autofree char *text = NULL;

  if (!first)
    return NULL;
  if (!not_revoked
      && g_error_matches (not_ended, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_NOT_RETURNED))
    return g_error_copy (not_ended);
  if (not_revoked)
    /* Translators: why, as a sentence. */
    g_ptr_array_add (sentences,
                     g_strdup_printf (_ ("The tokens could not be revoked at the provider: %s"),
                                      not_revoked->message));
  if (not_ended)
    /* Translators: why, as a sentence. */
    g_ptr_array_add (sentences,
                     g_strdup_printf (_ ("The session in the browser could not be ended: %s"),
                                      not_ended->message));
  text = g_strjoinv (" ", (char **) sentences->pdata);
  return g_error_new_literal (first->domain, first->code, text);
}

gboolean
tessera_sign_out_flow_finish (GAsyncResult *result, GError **warning, GError **error)
{
  TesseraSignOutData *self = g_task_get_task_data (G_TASK (result));
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  GError *failure = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &failure) && !self->deleted)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* Once the tokens are deleted, whatever stopped the flow is no failure of it. */
  if (failure && self->party.to_revoke && !self->party.not_revoked)
    self->party.not_revoked = g_steal_pointer (&failure);
  g_clear_error (&failure);
  /* Who did not want to wait knows it. */
  if (g_cancellable_is_cancelled (cancellable)
      && g_error_matches (self->not_ended, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_NOT_RETURNED))
    g_clear_error (&self->not_ended);
  if (warning)
    *warning = make_warning (self);
  return TRUE;
}
