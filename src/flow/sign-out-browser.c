/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "browser.h"
#include "flow-error.h"
#include "oidc-end-session.h"
#include "oidc-request.h"
#include "sign-out-rows.h"

/* @error: (transfer full). Returns: TRUE, the flow goes on. */
static gboolean
note (TesseraSignOutData *self, GError *error)
{
  g_autoptr (GError) own = error;

  if (!g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->not_ended = g_steal_pointer (&own);
  return TRUE;
}

char *
tessera_sign_out_find_endpoint (const TesseraPreset *preset,
                                const OidcProvider *provider,
                                char **own_parameter)
{
  g_autofree char *own = NULL;

  *own_parameter = NULL;
  if (preset && preset->no_logout)
    return NULL;
  if (preset && preset->logout_path)
    own = g_uri_resolve_relative (provider->authorization_endpoint, preset->logout_path,
                                  G_URI_FLAGS_NONE, NULL);
  /* Cognito's metadata names that endpoint as if it were OpenID Connect's. */
  if (own && (!provider->end_session_endpoint || g_str_equal (provider->end_session_endpoint, own)))
    {
      *own_parameter = g_strdup (preset->logout_parameter);
      return g_steal_pointer (&own);
    }
  return g_strdup (provider->end_session_endpoint);
}

/* Whatever the person's browser brings back ends the wait: not every provider returns the state,
 * and nothing is decided by it. (A request of another user of this computer does not get here.) */
static gboolean
is_return (const char *query, gpointer user_data)
{
  return TRUE;
}

/* The redirect URIs of the sign-in are the ones to come back to: they are registered in any case,
 * and where these must be registered apart, there is one list to remember. The browser goes to the
 * provider by GET: a POST (RP-Initiated Logout §2 allows it) would keep the hint out of the
 * browser's history, but one from another site comes without the cookies (SameSite=Lax) that tell
 * the provider whose session it is. */
static gboolean
prepare (TesseraSignOutData *self, const char *endpoint, GError **error)
{
  const char *client_id = self->party.client->client_id;
  g_autofree char *name = oidc_request_random ();
  g_autofree char *state = oidc_request_random ();
  g_autofree char *target = NULL;
  const char *uri;

  self->loopback = tessera_relying_party_listen (&self->party, is_return, self, error);
  if (!self->loopback)
    return FALSE;
  uri = tessera_loopback_get_redirect_uri (self->loopback);
  if (self->own_parameter)
    target = oidc_end_session_own_uri (endpoint, client_id, self->own_parameter, uri, error);
  else
    target = oidc_end_session_uri (endpoint, client_id, self->tokens->id_token, uri, state, error);
  if (!target)
    return FALSE;
  self->browser_uri = tessera_loopback_hand_over (self->loopback, name, target);
  return TRUE;
}

/* Nothing is opened where no session of the person's is known of (OAuth 2.0 alone), or nothing
 * could end it. */
TesseraStepStart
tessera_sign_out_open_browser (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;
  g_autofree char *endpoint = NULL;
  GError *local_error = NULL;

  if (self->options->skip_browser || !self->tokens || !self->tokens->id_token
      || !self->party.provider || self->party.unreachable)
    return TESSERA_STEP_DONE;
  endpoint = tessera_sign_out_find_endpoint (self->party.preset, self->party.provider,
                                             &self->own_parameter);
  if (!endpoint)
    return TESSERA_STEP_DONE;
  if (!prepare (self, endpoint, &local_error))
    {
      note (self, local_error);
      return TESSERA_STEP_DONE;
    }
  tessera_browser_open_async (self->browser_uri, self->options->launch_context,
                              operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_out_take_opened (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  GError *local_error = NULL;

  self->opened = tessera_browser_open_finish (result, &local_error);
  return self->opened || note (self, local_error);
}

static void
flow_cancelled_cb (GCancellable *cancellable, gpointer waiting)
{
  g_cancellable_cancel (waiting);
}

static gboolean
browser_timeout_cb (gpointer user_data)
{
  TesseraSignOutData *self = user_data;

  self->waiting_timeout = 0;
  g_cancellable_cancel (self->waiting);
  return G_SOURCE_REMOVE;
}

TesseraStepStart
tessera_sign_out_await_browser (TesseraOperation *operation, GError **error)
{
  TesseraSignOutData *self = operation->data;

  if (!self->opened)
    return TESSERA_STEP_DONE;
  self->waiting = g_cancellable_new ();
  self->waiting_timeout
    = g_timeout_add_seconds (self->options->browser_timeout, browser_timeout_cb, self);
  self->waiting_linked
    = g_cancellable_connect (operation->cancellable, G_CALLBACK (flow_cancelled_cb),
                             g_object_ref (self->waiting), g_object_unref);
  self->flow_cancellable = g_object_ref (operation->cancellable);
  tessera_loopback_await_async (self->loopback, self->waiting, tessera_operation_ready_cb,
                                operation);
  return TESSERA_STEP_STARTED;
}

/* Some providers end at a page of their own. Others compare the address to come back to with what
 * is registered, the port included, and show an error instead of signing the person out. */
static GError *
make_not_returned (TesseraSignOutData *self)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (self->party.config);
  const char *seen = tessera_loopback_get_redirect_uri (self->loopback);

  if (g_strv_contains ((const char *const *) uris, seen))
    return g_error_new (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_NOT_RETURNED,
                        _ ("The browser did not return from the provider’s sign-out page, so you "
                           "may still be signed in there. If the page shows an error, register %s "
                           "at the provider as a post-logout redirect URI."),
                        seen);
  return g_error_new (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_NOT_RETURNED,
                      _ ("The browser did not return from the provider’s sign-out page, so you may "
                         "still be signed in there. If the page shows an error, the provider does "
                         "not accept %s: give the account a redirect URI with a fixed port, such "
                         "as http://localhost:6363/, and register that for sign-in and sign-out."),
                      seen);
}

gboolean
tessera_sign_out_take_returned (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignOutData *self = data;
  g_autofree char *query = NULL;

  g_clear_handle_id (&self->waiting_timeout, g_source_remove);
  g_cancellable_disconnect (self->flow_cancellable, self->waiting_linked);
  g_clear_object (&self->flow_cancellable);
  g_clear_object (&self->waiting);
  query = tessera_loopback_await_finish (self->loopback, result, NULL);
  self->returned = query != NULL;
  if (!self->returned)
    self->not_ended = make_not_returned (self);
  return TRUE;
}
