/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset.h"
#include "browser.h"
#include "oidc-end-session.h"
#include "oidc-form.h"
#include "oidc-request.h"
#include "sign-out-rows.h"

TesseraSignOutData *
tessera_sign_out_data_new (TesseraAccount *account)
{
  TesseraSignOutData *self = g_new0 (TesseraSignOutData, 1);

  tessera_contact_init (&self->contact, account);
  return self;
}

void
tessera_sign_out_data_free (TesseraSignOutData *self)
{
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_error (&self->not_revoked);
  g_clear_error (&self->not_ended);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->departure, g_free);
  g_clear_object (&self->loopback);
  g_free (self->own_parameter);
  tessera_contact_clear (&self->contact);
  g_free (self);
}

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
tessera_sign_out_find_endpoint (const TesseraAccountConfig *config,
                                const OidcProvider *provider,
                                char **own_parameter)
{
  g_autoptr (TesseraPreset) preset
    = tessera_preset_find (config->issuer ? config->issuer : config->authorization_endpoint);
  g_autofree char *own = NULL;

  *own_parameter = NULL;
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

/* A provider's own form brings nothing back that this sign-out could be told by. */
static gboolean
is_return (const char *query, gpointer user_data)
{
  TesseraSignOutData *self = user_data;
  g_autoptr (OidcForm) form = NULL;

  if (!self->state)
    return TRUE;
  form = oidc_form_parse (query ? query : "", -1);
  return g_strcmp0 (oidc_form_get (form, "state"), self->state) == 0;
}

/* The redirect URIs of the sign-in are the ones to come back to: they are registered in any case,
 * and where these must be registered apart, there is one list to remember. The browser goes to the
 * provider by GET: a POST (RP-Initiated Logout §2 allows it) would keep the hint out of the
 * browser's history, but one from another site comes without the cookies (SameSite=Lax) that tell
 * the provider whose session it is. */
static gboolean
prepare (TesseraSignOutData *self, const char *endpoint, GError **error)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (self->contact.config);
  const char *client_id = self->contact.client->client_id;
  g_autofree char *name = oidc_request_random ();
  g_autofree char *target = NULL;
  const char *uri;

  self->loopback = tessera_loopback_listen ((const char *const *) uris, is_return, self, error);
  if (!self->loopback)
    return FALSE;
  uri = tessera_loopback_get_redirect_uri (self->loopback);
  if (self->own_parameter)
    target = oidc_end_session_own_uri (endpoint, client_id, self->own_parameter, uri, error);
  else
    {
      self->state = oidc_request_random ();
      target = oidc_end_session_uri (endpoint, client_id, self->tokens->id_token, uri, self->state,
                                     error);
    }
  if (!target)
    return FALSE;
  self->departure = tessera_loopback_set_departure (self->loopback, name, target);
  return TRUE;
}

/* Nothing is opened where no session of the person's is known of (OAuth 2.0 alone), or nothing could
 * end it. */
TesseraStepStart
tessera_sign_out_open_browser (gpointer data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data,
                               GError **error)
{
  TesseraSignOutData *self = data;
  g_autofree char *endpoint = NULL;
  GError *local_error = NULL;

  if (self->skip_browser || !self->tokens || !self->tokens->id_token || !self->contact.provider
      || self->unreachable)
    return TESSERA_STEP_DONE;
  endpoint = tessera_sign_out_find_endpoint (self->contact.config, self->contact.provider,
                                             &self->own_parameter);
  if (!endpoint)
    return TESSERA_STEP_DONE;
  if (!prepare (self, endpoint, &local_error))
    {
      note (self, local_error);
      return TESSERA_STEP_DONE;
    }
  tessera_browser_open_async (self->departure, cancellable, callback, user_data);
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
impatient_cb (gpointer user_data)
{
  TesseraSignOutData *self = user_data;

  self->waiting_timeout = 0;
  g_cancellable_cancel (self->waiting);
  return G_SOURCE_REMOVE;
}

TesseraStepStart
tessera_sign_out_await_browser (gpointer data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data,
                                GError **error)
{
  TesseraSignOutData *self = data;

  if (!self->opened)
    return TESSERA_STEP_DONE;
  self->waiting = g_cancellable_new ();
  self->waiting_timeout = g_timeout_add_seconds (self->patience, impatient_cb, self);
  self->waiting_linked = g_cancellable_connect (cancellable, G_CALLBACK (flow_cancelled_cb),
                                                g_object_ref (self->waiting), g_object_unref);
  self->flow_cancellable = g_object_ref (cancellable);
  tessera_loopback_await_async (self->loopback, self->waiting, callback, user_data);
  return TESSERA_STEP_STARTED;
}

/* Whether it came back changes nothing: the page that the provider showed is the person's to see. */
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
  return TRUE;
}
