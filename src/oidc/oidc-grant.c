/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-grant.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-refusal.h"
#include "redaction.h"

#define SECRETS  "secrets"
#define SHORTEST 8 /* bytes: what is shorter may be a word of the answer's, and tells nothing */

/* Keeps what is sent with the request of @task, and is shown to nobody even where the answer
 * repeats it. @first, @second: (nullable). */
static void
keep_secrets (GTask *task, const OidcClient *client, const char *first, const char *second)
{
  const char *const all[] = { first, second, client->client_secret };
  g_autoptr (GStrvBuilder) secrets = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL && strlen (all[i]) >= SHORTEST)
      g_strv_builder_add (secrets, all[i]);
  g_object_set_data_full (G_OBJECT (task), SECRETS, g_strv_builder_end (secrets),
                          (GDestroyNotify) g_strfreev);
}

static void
redact (GTask *task, OidcHttpAnswer *answer)
{
  char **secrets = g_object_get_data (G_OBJECT (task), SECRETS);
  gsize length;
  const char *data = g_bytes_get_data (answer->body, &length);
  char *text = data != NULL ? g_strndup (data, length) : g_strdup ("");

  for (gsize i = 0; secrets[i] != NULL; i++)
    {
      g_autofree char *before = text;

      text = tessera_redaction_make (before, secrets[i]);
    }
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_take (text, strlen (text));
}

/* A 4xx with an OAuth error (RFC 6749 §5.2) is a refusal. No other document
 * (application/problem+json, a page) tells a client what to do; but its words may tell a person. */
static void
set_refusal (GError **error, GTask *task, OidcHttpAnswer *answer)
{
  g_autofree char *reason = NULL;

  redact (task, answer);
  if (!oidc_tokens_check_refusal (answer->content_type, answer->body, error))
    return;
  reason = oidc_refusal_find_reason (answer->body);
  if (reason != NULL)
    /* Translators: the second one is what the provider says. */
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                 _ ("The provider answered with HTTP status %u: %s"), answer->status, reason);
  else
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                 _ ("The provider answered with HTTP status %u and gave no reason."),
                 answer->status);
}

/* Adds to @form what authenticates @client, posts it and frees it. */
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

static gboolean
is_success (const OidcHttpAnswer *answer)
{
  return answer->status >= 200 && answer->status <= 299;
}

static OidcTokens *
read_tokens (GTask *task, OidcHttpAnswer *answer, OidcTokens **leftover, GError **error)
{
  if (is_success (answer))
    return oidc_tokens_parse (answer->content_type, answer->body, leftover, error);
  set_refusal (error, task, answer);
  return NULL;
}

/* RFC 6749 §5.2 has one code for a refresh token that has expired or was revoked:
 * invalid_grant. GitHub sends bad_refresh_token; others send the codes for a bad access token
 * (RFC 6750 §3.1). */
static gboolean
ends_session (const OidcHttpAnswer *answer, const GError *error)
{
  static const char *const unauthorized[] = { "invalid_token", "expired_token", NULL };
  const char *code = oidc_error_get_oauth_code (error);

  if (code == NULL)
    return FALSE;
  return g_str_equal (code, "bad_refresh_token")
         || ((answer->status == 400 || answer->status == 401)
             && g_strv_contains (unauthorized, code));
}

static void
tokens_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, &error);
  OidcTokens *leftover = NULL;
  OidcTokens *tokens = answer != NULL ? read_tokens (task, answer, &leftover, &error) : NULL;

  if (tokens != NULL)
    return g_task_return_pointer (task, tokens, (GDestroyNotify) oidc_tokens_unref);
  if (leftover != NULL)
    g_task_set_task_data (task, leftover, (GDestroyNotify) oidc_tokens_unref);
  if (g_task_get_source_tag (task) == oidc_grant_refresh_async && answer != NULL
      && ends_session (answer, error))
    error->code = OIDC_ERROR_INVALID_GRANT;
  g_task_return_error (task, g_steal_pointer (&error));
}

static OidcTokens *
finish_tokens (GAsyncResult *result, OidcTokens **leftover, GError **error)
{
  OidcTokens *held = g_task_get_task_data (G_TASK (result));

  if (leftover != NULL)
    *leftover = held != NULL ? oidc_tokens_ref (held) : NULL;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* RFC 8707 §2.2: the same resources as in the authorization request. */
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
  g_task_set_check_cancellable (task, FALSE);
  oidc_client_append_parameter (form, "grant_type", "authorization_code");
  oidc_client_append_parameter (form, "code", code);
  oidc_client_append_parameter (form, "redirect_uri", request->redirect_uri);
  oidc_client_append_parameter (form, "code_verifier", request->code_verifier);
  append_resources (form, client);
  keep_secrets (task, client, code, request->code_verifier);
  post (http, provider->token_endpoint, client, form, cancellable, tokens_posted_cb, task);
}

OidcTokens *
oidc_grant_code_finish (GAsyncResult *result, OidcTokens **leftover, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_code_async), NULL);
  return finish_tokens (result, leftover, error);
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
  g_task_set_check_cancellable (task, FALSE);
  oidc_client_append_parameter (form, "grant_type", "refresh_token");
  oidc_client_append_parameter (form, "refresh_token", refresh_token);
  append_resources (form, client);
  keep_secrets (task, client, refresh_token, NULL);
  post (http, provider->token_endpoint, client, form, cancellable, tokens_posted_cb, task);
}

OidcTokens *
oidc_grant_refresh_finish (GAsyncResult *result, OidcTokens **leftover, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_refresh_async), NULL);
  return finish_tokens (result, leftover, error);
}

static gboolean
check_revoked (GTask *task, OidcHttpAnswer *answer, GError **error)
{
  const char *hint = g_task_get_task_data (task); /* the token_type_hint that was sent */
  g_autoptr (GError) refusal = NULL;

  if (is_success (answer))
    return TRUE;
  set_refusal (&refusal, task, answer);
  if (g_str_equal (hint, "access_token")
      && g_strcmp0 (oidc_error_get_oauth_code (refusal), "unsupported_token_type") == 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, &error);

  if (answer != NULL && check_revoked (task, answer, &error))
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
  GError *error = NULL;
  GString *form = NULL;

  g_task_set_source_tag (task, oidc_grant_revoke_async);
  g_task_set_task_data (task, g_strdup (hint), g_free);
  if (provider->revocation_endpoint == NULL)
    {
      oidc_provider_set_missing (provider, "revocation_endpoint", &error);
      return g_task_return_error (task, error);
    }
  form = g_string_new (NULL);
  oidc_client_append_parameter (form, "token", token);
  oidc_client_append_parameter (form, "token_type_hint", hint);
  keep_secrets (task, client, token, NULL);
  post (http, provider->revocation_endpoint, client, form, cancellable, revoked_cb,
        g_steal_pointer (&task));
}

gboolean
oidc_grant_revoke_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_grant_revoke_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
