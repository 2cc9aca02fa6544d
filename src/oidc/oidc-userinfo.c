/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-userinfo.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-claims.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-jws.h"

/* What outlasts the caller's call. */
typedef struct
{
  char *issuer;
  OidcUserinfoExpected expected; /* a copy */
} Check;

static Check *
check_new (const char *issuer, const OidcUserinfoExpected *expected)
{
  Check *self = g_new0 (Check, 1);

  self->issuer = g_strdup (issuer);
  self->expected.subject = g_strdup (expected->subject);
  self->expected.client_id = g_strdup (expected->client_id);
  self->expected.jwks = expected->jwks != NULL ? oidc_jwks_ref (expected->jwks) : NULL;
  self->expected.secret = g_strdup (expected->secret);
  return self;
}

static void
check_free (Check *self)
{
  g_free (self->issuer);
  g_free ((char *) self->expected.subject);
  g_free ((char *) self->expected.client_id);
  g_clear_pointer (&self->expected.jwks, oidc_jwks_unref);
  g_free ((char *) self->expected.secret);
  g_free (self);
}

void
oidc_userinfo_free (OidcUserinfo *self)
{
  g_free (self->subject);
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

static JsonObject *
parse (GBytes *json, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);

  return oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
}

/* @json: what @claims was parsed from. */
static OidcUserinfo *
read_claims (JsonObject *claims, GBytes *json, const char *expected_subject, GError **error)
{
  g_autoptr (OidcUserinfo) self = g_new0 (OidcUserinfo, 1);
  const char *subject;

  if (!oidc_json_require_string (claims, "sub", &subject, error))
    return NULL;
  if (*subject == '\0' || (expected_subject != NULL && strcmp (subject, expected_subject) != 0))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_CLAIMS,
                           _ ("UserInfo and the ID token belong to different people."));
      return NULL;
    }
  self->subject = g_strdup (subject);
  oidc_claims_read_person (claims, json, &self->name, &self->email);
  return g_steal_pointer (&self);
}

static OidcUserinfo *
read_json (const OidcHttpAnswer *answer, const Check *check, GError **error)
{
  g_autoptr (JsonObject) claims = parse (answer->body, error);

  return claims != NULL ? read_claims (claims, answer->body, check->expected.subject, error) : NULL;
}

static gboolean
check_origin (JsonObject *claims, const Check *check, GError **error)
{
  g_auto (GStrv) audiences = NULL;
  const char *issuer;

  if (!oidc_json_optional_string (claims, "iss", &issuer, error)
      || !oidc_json_optional_strings (claims, "aud", TRUE, &audiences, error))
    return FALSE;
  if (issuer != NULL && g_strcmp0 (issuer, check->issuer) != 0)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
                         _ ("UserInfo is signed by another issuer."));
  else if (audiences != NULL
           && !g_strv_contains ((const char *const *) audiences, check->expected.client_id))
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_RESPONSE,
                         _ ("UserInfo is for another client."));
  else
    return TRUE;
  return FALSE;
}

static OidcUserinfo *
read_jwt (const OidcHttpAnswer *answer, const Check *check, GError **error)
{
  const OidcUserinfoExpected *expected = &check->expected;
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  g_autofree char *compact = g_strstrip (g_strndup (text != NULL ? text : "", length));
  g_autoptr (OidcJws) jws = NULL;
  g_autoptr (JsonObject) claims = NULL;

  if (expected->jwks == NULL && expected->secret == NULL)
    {
      g_set_error_literal (
        error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
        _ ("The UserInfo endpoint sent a signed token, but there are no keys to check it."));
      return NULL;
    }
  jws = oidc_jws_parse (compact, error);
  if (jws == NULL || !oidc_jws_verify (jws, expected->jwks, expected->secret, error))
    return NULL;
  claims = parse (jws->payload, error);
  if (claims == NULL || !check_origin (claims, check, error))
    return NULL;
  return read_claims (claims, jws->payload, expected->subject, error);
}

static OidcUserinfo *
read_answer (const OidcHttpAnswer *answer, const Check *check, GError **error)
{
  if (answer->status != 200)
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                   _ ("The UserInfo endpoint answered with HTTP status %u."), answer->status);
      return NULL;
    }
  return g_strcmp0 (answer->content_type, "application/jwt") == 0
           ? read_jwt (answer, check, error)
           : read_json (answer, check, error);
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
                           const OidcUserinfoExpected *expected,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, oidc_userinfo_fetch_async);
  g_task_set_task_data (task, check_new (provider->issuer, expected), (GDestroyNotify) check_free);
  if (provider->userinfo_endpoint == NULL)
    {
      oidc_provider_set_missing (provider, "userinfo_endpoint", &error);
      return g_task_return_error (task, error);
    }
  oidc_http_get_async (http, provider->userinfo_endpoint, "application/json, application/jwt",
                       access_token, OIDC_JSON_MAX_SIZE, cancellable, fetched_cb,
                       g_steal_pointer (&task));
}

OidcUserinfo *
oidc_userinfo_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_userinfo_fetch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
