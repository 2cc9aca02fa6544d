/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "doctor-checks.h"
#include "oidc-error.h"

static gboolean
contains (char **list, const char *item)
{
  return list && g_strv_contains ((const char *const *) list, item);
}

static void
say (TesseraFinding *finding, const char *text)
{
  finding->text = g_strdup (text);
}

void
tessera_doctor_check_metadata (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (facts->account)
    return;
  if (!facts->party.config->issuer)
    say (finding, _ ("The account lists the endpoints, so the provider’s metadata is not needed."));
  else if (facts->discovery
           && !g_error_matches (facts->discovery, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH))
    tessera_doctor_checks_take_error (facts, facts->discovery, finding);
  else
    say (finding, _ ("The provider’s metadata can be read."));
}

void
tessera_doctor_check_issuer (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (g_error_matches (facts->discovery, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH))
    tessera_doctor_checks_take_error (facts, facts->discovery, finding);
  else if (tessera_doctor_facts_has_metadata (facts))
    finding->text = g_strdup_printf (_ ("The provider’s issuer is “%s”, as in the account."),
                                     facts->party.provider->issuer);
}

/* What is wrong with those that a sign-in can do without. */
static char *
list_problems (const OidcProvider *provider)
{
  static const char *const names[]
    = { "jwks_uri", "userinfo_endpoint", "revocation_endpoint", "end_session_endpoint" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *problem
        = provider->problems ? g_hash_table_lookup (provider->problems, names[i]) : NULL;

      if (problem)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", problem);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
tessera_doctor_check_endpoints (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  g_autofree char *problems = facts->party.provider ? list_problems (facts->party.provider) : NULL;

  if (!problems)
    return;
  if (problems[0] != '\0')
    tessera_doctor_checks_warn (finding, problems,
                                _ ("Tell the provider’s administrator, or correct the address of "
                                   "this endpoint in the account."));
  else
    say (finding, _ ("The authorization and token endpoints are known and secure."));
}

/* It is asked without a request, so that any status will do. */
void
tessera_doctor_check_token_endpoint (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (!facts->party.provider)
    return;
  if (facts->token_endpoint
      && !g_error_matches (facts->token_endpoint, OIDC_ERROR, OIDC_ERROR_BUSY))
    tessera_doctor_checks_take_error (facts, facts->token_endpoint, finding);
  else
    say (finding, _ ("The token endpoint can be reached."));
}

static guint
count_usable (const OidcJwks *keys)
{
  guint usable = 0;

  for (guint i = 0; i < oidc_jwks_get_n_keys (keys); i++)
    usable += oidc_jwks_get_key (keys, i)->key ? 1 : 0;
  return usable;
}

static void
judge_keys (const OidcJwks *keys, TesseraFinding *finding)
{
  guint usable = count_usable (keys);

  if (usable == 0)
    tessera_doctor_checks_refuse (finding, TESSERA_ERROR_INVALID,
                                  _ ("The provider publishes no key that can check a signature."),
                                  _ ("Ask the provider’s administrator to sign ID tokens with RSA, "
                                     "an elliptic curve or EdDSA."));
  else
    finding->text
      = g_strdup_printf (ngettext ("The provider publishes %u key that can check signatures.",
                                   "The provider publishes %u keys that can check signatures.",
                                   usable),
                         usable);
}

void
tessera_doctor_check_keys (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  g_autoptr (GError) missing = NULL;

  if (!tessera_doctor_facts_is_openid (facts)
      || g_strcmp0 (facts->party.config->id_token_alg, "HS256") == 0)
    return;
  if (!facts->party.provider->jwks_uri)
    {
      oidc_provider_set_missing (facts->party.provider, "jwks_uri", &missing);
      tessera_doctor_checks_refuse (finding, tessera_error_kind (missing), missing->message,
                                    _ ("Without keys, ID tokens cannot be checked. Add the JWKS "
                                       "URI to the account, or remove “openid” from the scopes."));
    }
  else if (facts->keys)
    tessera_doctor_checks_take_error (facts, facts->keys, finding);
  else if (facts->party.keys)
    judge_keys (facts->party.keys, finding);
}

/* Those of the provider's that the account takes, each once however often it is listed. Returns:
 * (transfer full) (nullable), NULL without any */
static char *
join_accepted (char **supported, gboolean by_secret)
{
  /* Those that oidc_jws_verify() takes. */
  static const char *const known[]
    = { "RS256", "RS384", "RS512", "PS256",   "PS384", "PS512", "ES256",
        "ES384", "ES512", "EdDSA", "Ed25519", "Ed448", NULL };
  static const char *const secret[] = { "HS256", NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *const *alg = by_secret ? secret : known; *alg; alg++)
    if (contains (supported, *alg))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", *alg);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

void
tessera_doctor_check_signing_algorithms (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  gboolean by_secret = g_strcmp0 (facts->party.config->id_token_alg, "HS256") == 0;
  g_autofree char *accepted = NULL;
  char **supported;

  if (!tessera_doctor_facts_is_openid (facts))
    return;
  supported = facts->party.provider->id_token_signing_alg_values_supported;
  if (!supported)
    return;
  accepted = join_accepted (supported, by_secret);
  if (accepted)
    finding->text
      = g_strdup_printf (_ ("The provider can sign ID tokens with an accepted algorithm: %s."),
                         accepted);
  else if (by_secret)
    tessera_doctor_checks_refuse (finding, TESSERA_ERROR_INVALID,
                                  _ ("The account requires ID tokens signed with the client secret "
                                     "(HS256), which the provider does not offer."),
                                  _ ("Remove the ID token algorithm from the account."));
  else
    tessera_doctor_checks_refuse (
      finding, TESSERA_ERROR_INVALID,
      _ ("The provider offers no accepted algorithm for signing ID tokens."),
      contains (supported, "HS256")
        ? _ ("The provider offers HS256, for clients with a secret. Set the account’s ID token "
             "algorithm to HS256, or choose another algorithm at the provider.")
        : _ ("At the provider, choose another algorithm for this application’s ID tokens, such as "
             "RS256."));
}

void
tessera_doctor_check_pkce (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (!tessera_doctor_facts_has_metadata (facts))
    return;
  if (facts->party.provider->code_challenge_methods_supported)
    say (finding, _ ("The provider supports PKCE with S256."));
  else
    say (
      finding,
      _ (
        "The provider does not say whether it supports PKCE. Tessera uses PKCE with S256 anyway."));
}

void
tessera_doctor_check_grants (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  char **grants;

  if (!tessera_doctor_facts_has_metadata (facts))
    return;
  grants = facts->party.provider->grant_types_supported;
  if (grants && !contains (grants, "authorization_code"))
    tessera_doctor_checks_warn (
      finding, _ ("The provider does not list the authorization code grant."),
      _ ("If a sign-in fails, ask the provider’s administrator to allow it."));
  else if (grants && !contains (grants, "refresh_token"))
    tessera_doctor_checks_warn (
      finding, _ ("The provider does not list refresh tokens. The session may not be renewable."),
      _ ("If the session is not renewed, ask the provider’s administrator to allow refresh "
         "tokens."));
  else
    say (finding, _ ("The provider supports the authorization code flow."));
}

void
tessera_doctor_check_iss_parameter (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (!tessera_doctor_facts_has_metadata (facts))
    return;
  if (facts->party.provider->iss_parameter_supported)
    say (finding,
         _ ("The provider’s answer to a sign-in will name its issuer, which Tessera checks."));
  else
    say (finding, _ ("The provider does not announce that its answer to a sign-in names its "
                     "issuer. If it does, Tessera checks it."));
}

void
tessera_doctor_check_revocation (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (!facts->party.provider)
    return;
  if (facts->party.provider->revocation_endpoint)
    say (finding, _ ("Signing out revokes the tokens at the provider."));
  else if (tessera_doctor_facts_has_metadata (facts))
    tessera_doctor_checks_warn (finding,
                                _ ("The provider lists no revocation endpoint. After you sign out, "
                                   "a copied token still works until it expires."),
                                _ ("If the provider has one, add it to the account."));
}
