/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refresh.h"

#include <glib/gi18n.h>

#include "oidc-error.h"
#include "oidc-id-token.h"
#include "oidc-json.h"

/* The claims of an ID token that was verified when it came. (transfer full) */
static JsonObject *
read_claims (const char *compact, GError **error)
{
  g_autoptr (OidcJws) jws = oidc_jws_parse (compact, error);
  const char *text;
  gsize length;

  if (jws == NULL)
    return NULL;
  text = g_bytes_get_data (jws->payload, &length);
  return oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
}

static gboolean
same_string (JsonObject *a, JsonObject *b, const char *claim)
{
  const char *in_a = NULL;
  const char *in_b = NULL;

  return oidc_json_optional_string (a, claim, &in_a, NULL)
         && oidc_json_optional_string (b, claim, &in_b, NULL) && g_strcmp0 (in_a, in_b) == 0;
}

static gboolean
has_all (char **list, char **others)
{
  for (gsize i = 0; others[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) list, others[i]))
      return FALSE;
  return TRUE;
}

static gboolean
same_audience (JsonObject *a, JsonObject *b)
{
  g_auto (GStrv) in_a = NULL;
  g_auto (GStrv) in_b = NULL;

  return oidc_json_optional_strings (a, "aud", TRUE, &in_a, NULL)
         && oidc_json_optional_strings (b, "aud", TRUE, &in_b, NULL) && in_a != NULL && in_b != NULL
         && has_all (in_a, in_b) && has_all (in_b, in_a);
}

static gboolean
is_same_sign_in (JsonObject *renewed, JsonObject *first)
{
  return same_string (renewed, first, "iss") && same_string (renewed, first, "sub")
         && same_audience (renewed, first)
         && (!json_object_has_member (renewed, "nonce") || same_string (renewed, first, "nonce"));
}

gboolean
oidc_refresh_check_id_token (OidcTokens *answer,
                             const OidcTokens *before,
                             const OidcJwks *jwks,
                             gint64 now,
                             GError **error)
{
  const OidcIdTokenExpected expected = {
    .issuer = before->issuer,
    .client_id = before->client_id,
    .access_token = answer->access_token,
    .any_time = TRUE,
  };
  const char *first = before->first_id_token != NULL ? before->first_id_token : before->id_token;
  g_autoptr (JsonObject) claims = read_claims (first, error);
  g_autoptr (OidcIdToken) renewed = NULL;

  if (claims == NULL)
    return FALSE;
  renewed = oidc_id_token_validate (answer->id_token, jwks, &expected, error);
  if (renewed == NULL)
    return FALSE;
  if (!is_same_sign_in (renewed->claims, claims))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_CLAIMS,
                           _ ("The renewed ID token is not of the same sign-in."));
      return FALSE;
    }
  if (!oidc_id_token_check_times (renewed, now, NULL))
    g_clear_pointer (&answer->id_token, g_free);
  return TRUE;
}

static void
inherit (char **field, const char *before)
{
  if (*field == NULL)
    *field = g_strdup (before);
}

void
oidc_refresh_inherit (OidcTokens *answer, const OidcTokens *before)
{
  if (before->id_token == NULL)
    g_clear_pointer (&answer->id_token, g_free);
  else if (answer->id_token != NULL || before->first_id_token != NULL)
    answer->first_id_token
      = g_strdup (before->first_id_token != NULL ? before->first_id_token : before->id_token);
  answer->renewals = before->renewals + 1;
  inherit (&answer->id_token, before->id_token);
  inherit (&answer->refresh_token, before->refresh_token);
  inherit (&answer->scope, before->scope);
  inherit (&answer->issuer, before->issuer);
  inherit (&answer->client_id, before->client_id);
  inherit (&answer->token_endpoint, before->token_endpoint);
  inherit (&answer->subject, before->subject);
  inherit (&answer->name, before->name);
  inherit (&answer->email, before->email);
  if (answer->unknown == NULL && before->unknown != NULL)
    answer->unknown = json_object_ref (before->unknown);
}
