/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-userinfo.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-claims.h"
#include "oidc-error.h"
#include "oidc-json.h"

void
oidc_userinfo_free (OidcUserinfo *self)
{
  g_free (self->subject);
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

static OidcUserinfo *
read_claims (GBytes *body, const char *expected_subject, GError **error)
{
  g_autoptr (OidcUserinfo) self = g_new0 (OidcUserinfo, 1);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonObject) claims = oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
  const char *subject;

  if (claims == NULL || !oidc_json_require_string (claims, "sub", &subject, error))
    return NULL;
  if (*subject == '\0' || (expected_subject != NULL && strcmp (subject, expected_subject) != 0))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_CLAIMS,
                           _ ("UserInfo is about another person than the ID token."));
      return NULL;
    }
  self->subject = g_strdup (subject);
  oidc_claims_read_person (claims, body, &self->name, &self->email);
  return g_steal_pointer (&self);
}

static OidcUserinfo *
read_answer (const OidcHttpAnswer *answer, const char *expected_subject, GError **error)
{
  if (answer->status != 200)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                   _ ("The UserInfo endpoint answered with HTTP status %u."), answer->status);
      return NULL;
    }
  if (g_strcmp0 (answer->content_type, "application/jwt") == 0)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                           _ ("The UserInfo endpoint answers with a signed token, which is not "
                              "supported."));
      return NULL;
    }
  return read_claims (answer->body, expected_subject, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, &error);
  OidcUserinfo *userinfo = NULL;

  if (answer != NULL)
    userinfo = read_answer (answer, g_task_get_task_data (task), &error);
  if (userinfo != NULL)
    g_task_return_pointer (task, userinfo, (GDestroyNotify) oidc_userinfo_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
oidc_userinfo_fetch_async (OidcHttp *http,
                           const OidcProvider *provider,
                           const char *access_token,
                           const char *subject,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, oidc_userinfo_fetch_async);
  g_task_set_task_data (task, g_strdup (subject), g_free);
  if (provider->userinfo_endpoint == NULL)
    {
      oidc_provider_set_missing (provider, "userinfo_endpoint", &error);
      return g_task_return_error (task, error);
    }
  oidc_http_get_async (http, provider->userinfo_endpoint, "application/json", access_token,
                       OIDC_JSON_MAX_SIZE, cancellable, fetched_cb, g_steal_pointer (&task));
}

OidcUserinfo *
oidc_userinfo_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_userinfo_fetch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
