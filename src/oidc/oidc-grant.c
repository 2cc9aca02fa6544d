/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-grant.h"

#include <glib/gi18n.h>

#include "oidc-error.h"
#include "oidc-json.h"

/* A 4xx that carries an OAuth error (RFC 6749 §5.2) is the provider's refusal; any other document,
 * application/problem+json included, says nothing that this client could act on. */
static void
set_refusal (GError **error, const OidcHttpAnswer *answer)
{
  if (oidc_tokens_check_refusal (answer->content_type, answer->body, error))
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                 _ ("The provider answered with HTTP status %u and no reason."), answer->status);
}

/* Posts @form, which it takes, with what authenticates @client added to it. */
static void
post (OidcHttp *http,
      const char *uri,
      const OidcClient *client,
      GString *form,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autofree char *authorization = oidc_client_authenticate (client, form);

  oidc_http_post_form_async (http, uri, form->str, authorization, OIDC_JSON_MAX_SIZE, cancellable,
                             callback, user_data);
  g_string_free (form, TRUE);
}

/* The answer to post(), which is in the 2xx range. */
static OidcHttpAnswer *
finish_post (GObject *source, GAsyncResult *result, GError **error)
{
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, error);

  if (answer == NULL)
    return NULL;
  if (answer->status < 200 || answer->status > 299)
    {
      set_refusal (error, answer);
      return NULL;
    }
  return g_steal_pointer (&answer);
}

static void
tokens_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = finish_post (source, result, &error);
  g_autoptr (OidcTokens) tokens = NULL;

  if (answer != NULL)
    tokens = oidc_tokens_parse (answer->content_type, answer->body, &error);
  if (tokens != NULL)
    g_task_return_pointer (task, g_steal_pointer (&tokens), (GDestroyNotify) oidc_tokens_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* RFC 8707 §2.2: the resources that the code was asked for. */
static void
append_resources (GString *form, const OidcClient *client)
{
  for (char **resource = client->resources; resource != NULL && *resource != NULL; resource++)
    oidc_client_append_parameter (form, "resource", *resource);
}

void
oidc_grant_code_async (OidcHttp *http,
                       const OidcProvider *provider,
                       const OidcClient *client,
                       const OidcRequest *request,
                       const char *code,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  GString *form = g_string_new (NULL);

  g_task_set_source_tag (task, oidc_grant_code_async);
  oidc_client_append_parameter (form, "grant_type", "authorization_code");
  oidc_client_append_parameter (form, "code", code);
  oidc_client_append_parameter (form, "redirect_uri", request->redirect_uri);
  oidc_client_append_parameter (form, "code_verifier", request->code_verifier);
  append_resources (form, client);
  post (http, provider->token_endpoint, client, form, cancellable, tokens_posted_cb, task);
}

OidcTokens *
oidc_grant_code_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_code_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
oidc_grant_refresh_async (OidcHttp *http,
                          const OidcProvider *provider,
                          const OidcClient *client,
                          const char *refresh_token,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  GString *form = g_string_new (NULL);

  g_task_set_source_tag (task, oidc_grant_refresh_async);
  oidc_client_append_parameter (form, "grant_type", "refresh_token");
  oidc_client_append_parameter (form, "refresh_token", refresh_token);
  append_resources (form, client);
  post (http, provider->token_endpoint, client, form, cancellable, tokens_posted_cb, task);
}

OidcTokens *
oidc_grant_refresh_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_refresh_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = finish_post (source, result, &error);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
oidc_grant_revoke_async (OidcHttp *http,
                         const OidcProvider *provider,
                         const OidcClient *client,
                         const char *token,
                         const char *hint,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  GString *form = NULL;

  g_task_set_source_tag (task, oidc_grant_revoke_async);
  if (provider->revocation_endpoint == NULL)
    {
      g_task_return_new_error (task, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                               _ ("The provider has no revocation endpoint."));
      return;
    }
  form = g_string_new (NULL);
  oidc_client_append_parameter (form, "token", token);
  oidc_client_append_parameter (form, "token_type_hint", hint);
  post (http, provider->revocation_endpoint, client, form, cancellable, revoked_cb,
        g_steal_pointer (&task));
}

gboolean
oidc_grant_revoke_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_revoke_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
