/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "browser.h"
#include "oidc-error.h"
#include "oidc-response.h"
#include "sign-in-rows.h"
#include "desktop-error.h"

/* Whatever does not carry this request's state is somebody else's, and the wait goes on. */
static gboolean
is_answer (const char *query, gpointer user_data)
{
  TesseraSignInData *self = user_data;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->request)
    return FALSE;
  code = oidc_response_parse (query, self->request, self->party.provider, NULL, &error);
  return code || !g_error_matches (error, OIDC_ERROR, OIDC_ERROR_STATE_MISMATCH);
}

static gboolean
check_secret (TesseraSignInData *self, GError **error)
{
  if (tessera_relying_party_get_hs256_secret (&self->party))
    return TRUE;
  g_set_error_literal (
    error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
    _ ("ID tokens with HS256 are signed with the client secret, but the account has none."));
  return FALSE;
}

/* Before the person is sent to the provider for an ID token that nothing here could check. */
static gboolean
check_verifiable (TesseraSignInData *self, GError **error)
{
  gboolean has_issuer = self->party.provider->issuer != NULL;

  if (!oidc_request_is_openid (self->request))
    return TRUE;
  if (has_issuer && g_strcmp0 (self->party.config->id_token_alg, "HS256") == 0)
    return check_secret (self, error);
  if (has_issuer && self->party.provider->jwks_uri)
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                       has_issuer
                         ? _ ("The provider publishes no keys for checking ID tokens. Add its JWKS "
                              "URI to the account, or remove “openid” from the scopes.")
                         : _ ("Without an issuer, ID tokens cannot be checked. Add the issuer to "
                              "the account, or remove “openid” from the scopes."));
  return FALSE;
}

static void
mishap_cb (const char *sentence, gpointer user_data)
{
  TesseraSignInData *self = user_data;

  if (g_strcmp0 (sentence, self->mishap) == 0)
    return;
  g_free (self->mishap);
  self->mishap = g_strdup (sentence);
  self->options.announce (self->options.user_data, sentence);
  self->options.show_mishap (self->options.user_data, sentence);
}

TesseraStepStart
tessera_sign_in_listen (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  self->loopback = tessera_relying_party_listen (&self->party, is_answer, self, error);
  if (!self->loopback)
    return TESSERA_STEP_FAILED;
  tessera_loopback_watch (self->loopback, mishap_cb, self);
  self->request = oidc_request_new (self->party.provider, self->party.client,
                                    tessera_loopback_get_redirect_uri (self->loopback), error);
  return self->request && check_verifiable (self, error) ? TESSERA_STEP_DONE : TESSERA_STEP_FAILED;
}

void
tessera_sign_in_add_obstacle (TesseraSignInData *self, char *sentence)
{
  g_autofree char *own = sentence;
  g_autofree char *before = g_steal_pointer (&self->obstacle);

  self->obstacle = before ? g_strjoin (" ", before, own, NULL) : g_steal_pointer (&own);
}

/* The person is to know before they consent at the provider. */
static void
tell_obstacle (TesseraSignInData *self)
{
  if (self->mishap)
    self->options.announce (self->options.user_data, self->mishap);
  else if (self->obstacle)
    self->options.announce (self->options.user_data, self->obstacle);
}

TesseraStepStart
tessera_sign_in_open_browser (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  tell_obstacle (self);
  self->options.show_uri (self->options.user_data, self->request->uri);
  if (self->asks_again && tessera_loopback_ask_again (self->loopback, self->request->uri))
    return TESSERA_STEP_DONE;
  if (!self->options.open_browser)
    return TESSERA_STEP_DONE;
  tessera_browser_open_async (self->request->uri, self->options.launch_context,
                              operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_opened (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (GError) local_error = NULL;

  if (tessera_browser_open_finish (result, &local_error))
    {
      g_set_object (&self->browser_failed, tessera_browser_open_get_failed (result));
      return TRUE;
    }
  /* At the window there is a person, who can copy the link into a browser. */
  if (self->options.keep_in_memory
      && g_error_matches (local_error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER))
    {
      tessera_sign_in_add_obstacle (
        self,
        g_strdup_printf ("%s %s", local_error->message,
                         _ ("Choose a default web browser, or copy the link into a browser.")));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
stop_waiting_cb (GCancellable *cancellable, gpointer waiting)
{
  g_cancellable_cancel (waiting);
}

/* Where nobody can copy the link, a browser that does not start ends the wait. */
static void
link_waiting (TesseraSignInData *self, GCancellable *flow_cancellable)
{
  GCancellable *ends[2] = { flow_cancellable, NULL };

  if (self->options.needs_browser)
    ends[1] = self->browser_failed;
  self->waiting = g_cancellable_new ();
  self->flow_cancellable = g_object_ref (flow_cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i])
      self->waiting_linked[i]
        = g_cancellable_connect (ends[i], G_CALLBACK (stop_waiting_cb),
                                 g_object_ref (self->waiting), g_object_unref);
}

static void
unlink_waiting (TesseraSignInData *self)
{
  g_cancellable_disconnect (self->flow_cancellable, self->waiting_linked[0]);
  if (self->waiting_linked[1] > 0)
    g_cancellable_disconnect (self->browser_failed, self->waiting_linked[1]);
  self->waiting_linked[1] = 0;
  g_clear_object (&self->flow_cancellable);
  g_clear_object (&self->waiting);
}

TesseraStepStart
tessera_sign_in_await_answer (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;

  tell_obstacle (self);
  self->options.show_waiting (self->options.user_data, TRUE);
  link_waiting (self, operation->cancellable);
  tessera_loopback_await_async (self->loopback, self->waiting, tessera_operation_ready_cb,
                                operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_answer (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *query = NULL;

  self->options.show_waiting (self->options.user_data, FALSE);
  unlink_waiting (self);
  query = tessera_loopback_await_finish (self->loopback, result, &local_error);
  if (!query && self->options.needs_browser && g_cancellable_is_cancelled (self->browser_failed))
    g_set_error_literal (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER,
                         _ ("The browser could not be opened: it quit immediately."));
  else if (!query)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (!query)
    return FALSE;
  /* It came after all, and explains nothing of what may fail now. */
  g_clear_pointer (&self->mishap, g_free);
  self->code = oidc_response_parse (query, self->request, self->party.provider,
                                    &self->response_issuer, &local_error);
  if (self->code)
    return TRUE;
  tessera_sign_in_explain_scopes (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
