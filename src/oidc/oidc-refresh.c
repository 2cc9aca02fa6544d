/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refresh.h"

#include <glib/gi18n.h>

#include "oidc-claims.h"
#include "oidc-error.h"
#include "oidc-id-token.h"
#include "oidc-json.h"

typedef struct
{
  const OidcTokens *answer;
  const OidcTokens *before;
  gint64 now;
  OidcJws *jws;        /* the answer's ID token */
  JsonObject *renewed; /* its claims */
  JsonObject *first;   /* those of the sign-in's */
} Comparison;

/* Whether @claim is the same string in both ID tokens. */
static gboolean
has_same (const Comparison *self, const char *claim)
{
  const char *renewed = oidc_json_find_string (self->renewed, claim);

  return renewed != NULL && g_strcmp0 (renewed, oidc_json_find_string (self->first, claim)) == 0;
}

static gboolean
has_same_issuer (const Comparison *self)
{
  return g_strcmp0 (oidc_json_find_string (self->renewed, "iss"), self->before->issuer) == 0
         && has_same (self, "iss");
}

static gboolean
has_subject (const Comparison *self)
{
  return oidc_json_find_string (self->renewed, "sub") != NULL;
}

static gboolean
is_of_no_other_person (const Comparison *self)
{
  return !has_subject (self) || has_same (self, "sub");
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
is_for_client (const Comparison *self)
{
  g_auto (GStrv) audience = oidc_json_find_strings (self->renewed, "aud");
  const char *azp = NULL;

  return audience != NULL && oidc_json_optional_string (self->renewed, "azp", &azp, NULL)
         && g_strv_contains ((const char *const *) audience, self->before->client_id)
         && (azp == NULL || g_str_equal (azp, self->before->client_id));
}

static gboolean
has_same_audience (const Comparison *self)
{
  g_auto (GStrv) renewed = oidc_json_find_strings (self->renewed, "aud");
  g_auto (GStrv) first = oidc_json_find_strings (self->first, "aud");

  return renewed != NULL && first != NULL && has_all (renewed, first) && has_all (first, renewed)
         && (renewed[1] == NULL || oidc_json_find_string (self->renewed, "azp") != NULL);
}

static gboolean
is_of_same_sign_in (const Comparison *self)
{
  JsonNode *nonce = json_object_get_member (self->renewed, "nonce");

  return nonce == NULL || JSON_NODE_HOLDS_NULL (nonce) || has_same (self, "nonce");
}

static gboolean
has_right_at_hash (const Comparison *self)
{
  return oidc_id_token_check_at_hash (self->renewed, self->jws, self->answer->access_token, NULL);
}

static gboolean
is_timely (const Comparison *self)
{
  return oidc_id_token_check_times (self->renewed, self->now, NULL);
}

/* In order: the first rule that does not hold gives the verdict, so the grave ones come first. */
static const struct
{
  gboolean (*holds) (const Comparison *self);
  OidcRefreshVerdict verdict; /* if it does not hold */
  OidcError code;
  const char *message;
} rules[] = {
  { has_same_issuer, OIDC_REFRESH_REFUSE, OIDC_ERROR_ISSUER_MISMATCH,
    N_ ("The ID token is from another issuer.") },
  { is_for_client, OIDC_REFRESH_REFUSE, OIDC_ERROR_CLAIMS,
    N_ ("The ID token is not for this client.") },
  { is_of_no_other_person, OIDC_REFRESH_OTHER_PERSON, OIDC_ERROR_CLAIMS,
    N_ ("The renewed ID token belongs to another person.") },
  { is_of_same_sign_in, OIDC_REFRESH_REFUSE, OIDC_ERROR_CLAIMS,
    N_ ("The renewed ID token does not belong to the same sign-in.") },
  { has_right_at_hash, OIDC_REFRESH_REFUSE, OIDC_ERROR_CLAIMS,
    N_ ("The ID token belongs to another access token (wrong at_hash).") },
  { has_subject, OIDC_REFRESH_DROP, OIDC_ERROR_CLAIMS,
    N_ ("The renewed ID token has no subject (sub).") },
  { has_same_audience, OIDC_REFRESH_DROP, OIDC_ERROR_CLAIMS,
    N_ ("The renewed ID token has a different audience than the first one.") },
  { is_timely, OIDC_REFRESH_DROP, OIDC_ERROR_CLAIMS,
    N_ ("The renewed ID token is not valid now. Check this computer’s clock.") },
};

static OidcRefreshVerdict
compare (const Comparison *self, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!rules[i].holds (self))
      {
        g_set_error_literal (error, OIDC_ERROR, rules[i].code, _ (rules[i].message));
        return rules[i].verdict;
      }
  return OIDC_REFRESH_FINE;
}

OidcRefreshVerdict
oidc_refresh_check_id_token (const OidcTokens *answer,
                             const OidcTokens *before,
                             const OidcJwks *jwks,
                             const char *secret,
                             gint64 now,
                             GError **error)
{
  const char *first = before->first_id_token != NULL ? before->first_id_token : before->id_token;
  g_autoptr (OidcJws) jws = oidc_jws_parse (answer->id_token, error);
  g_autoptr (JsonObject) first_claims = jws != NULL ? oidc_claims_read (first, error) : NULL;
  g_autoptr (JsonObject) claims = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean known;

  if (first_claims == NULL)
    return OIDC_REFRESH_DROP;
  if (!oidc_jws_verify (jws, jwks, secret, &problem))
    {
      known = !g_error_matches (problem, OIDC_ERROR, OIDC_ERROR_UNKNOWN_KEY);
      g_propagate_error (error, g_steal_pointer (&problem));
      return known ? OIDC_REFRESH_REFUSE : OIDC_REFRESH_DROP;
    }
  claims = oidc_claims_read (answer->id_token, error);
  if (claims == NULL)
    return OIDC_REFRESH_DROP;
  return compare (&(const Comparison){ answer, before, now, jws, claims, first_claims }, error);
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
  inherit (&answer->response_issuer, before->response_issuer);
  inherit (&answer->client_id, before->client_id);
  inherit (&answer->token_endpoint, before->token_endpoint);
  inherit (&answer->subject, before->subject);
  inherit (&answer->name, before->name);
  inherit (&answer->email, before->email);
  if (answer->unknown == NULL && before->unknown != NULL)
    answer->unknown = json_object_ref (before->unknown);
}
