/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "id-token-checks.h"

#include <glib/gi18n.h>

#include "expiry-text.h"
#include "oidc-claims.h"
#include "oidc-id-token.h"
#include "oidc-json.h"
#include "text-escape.h"

typedef struct
{
  const TesseraIdTokenContext *context;
  JsonObject *claims;
  OidcJws *jws;
} Token;

/* One row a check. It says nothing, and returns NULL, where there is nothing to compare. Returns:
 * (transfer full) what was compared */
typedef char *Check (const Token *token, TesseraFindingSeverity *severity);

/* Both: (nullable) */
static gboolean
equals (const char *found, const char *wanted, TesseraFindingSeverity *severity)
{
  if (g_strcmp0 (found, wanted) == 0)
    return TRUE;
  *severity = TESSERA_FINDING_PROBLEM;
  return FALSE;
}

/* A text of the token. Returns: (transfer full) "" where it is missing */
static char *
dup_text (const Token *token, const char *claim)
{
  return tessera_text_escape (oidc_json_find_string (token->claims, claim));
}

static char *
check_signature (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *alg = tessera_text_escape (token->jws->alg);
  g_autofree char *kid = tessera_text_escape (token->jws->kid);

  if (g_strcmp0 (token->jws->alg, "HS256") == 0)
    return g_strdup_printf (_ ("%s: checked with the client secret before the token was stored"),
                            alg);
  if (!token->jws->kid)
    return g_strdup_printf (_ ("%s: checked with the provider’s keys before the token was stored"),
                            alg);
  return g_strdup_printf (
    _ ("%s, key “%s”: checked with the provider’s keys before the token was stored"), alg, kid);
}

/* @found: an issuer. */
static char *
compare_issuer (const Token *token, const char *found, TesseraFindingSeverity *severity)
{
  const char *issuer = token->context->config->issuer;

  if (equals (found, issuer, severity))
    return g_strdup_printf (_ ("“%s”, as in the account"), found);
  return g_strdup_printf (_ ("“%s”, but the account has “%s”"), found, issuer ? issuer : "");
}

static char *
check_issuer (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *iss = dup_text (token, "iss");

  return compare_issuer (token, iss, severity);
}

static char *
check_response_issuer (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *iss = tessera_text_escape (token->context->response_issuer);

  return iss[0] != '\0' ? compare_issuer (token, iss, severity) : NULL;
}

static char *
check_audience (const Token *token, TesseraFindingSeverity *severity)
{
  g_auto (GStrv) audiences = oidc_json_find_strings (token->claims, "aud");
  const char *client_id = token->context->config->client_id;

  if (audiences && client_id && g_strv_contains ((const char *const *) audiences, client_id))
    return g_strdup_printf (_ ("“%s”, the account’s client ID, is named"), client_id);
  *severity = TESSERA_FINDING_PROBLEM;
  return g_strdup_printf (_ ("“%s”, the account’s client ID, is not named"),
                          client_id ? client_id : "");
}

static char *
check_authorized_party (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *azp = dup_text (token, "azp");
  const char *client_id = token->context->config->client_id;

  if (azp[0] == '\0')
    return NULL;
  if (equals (azp, client_id, severity))
    return g_strdup_printf (_ ("“%s”, the account’s client ID"), azp);
  return g_strdup_printf (_ ("“%s”, but the account’s client ID is “%s”"), azp,
                          client_id ? client_id : "");
}

static char *
check_subject (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *sub = dup_text (token, "sub");
  g_autofree char *subject = tessera_text_escape (token->context->subject);

  if (subject[0] == '\0')
    return NULL;
  if (equals (sub, subject, severity))
    return g_strdup_printf (_ ("“%s”, as in the session"), sub);
  return g_strdup_printf (_ ("“%s”, but the session is of “%s”"), sub, subject);
}

static char *
check_times (const Token *token, TesseraFindingSeverity *severity)
{
  gint64 iat = 0;
  gint64 exp = 0;
  g_autofree char *issued = NULL;
  g_autofree char *expires = NULL;

  if (!oidc_json_find_integer (token->claims, "iat", &iat)
      || !oidc_json_find_integer (token->claims, "exp", &exp))
    return NULL;
  issued = tessera_expiry_text_local (iat, token->context->now);
  expires = tessera_expiry_text_local (exp, token->context->now);
  if (exp > token->context->now)
    /* Translators: two dates with their times */
    return g_strdup_printf (_ ("Issued: %s. Expires: %s"), issued, expires);
  *severity = TESSERA_FINDING_WARNING;
  /* Translators: two dates with their times */
  return g_strdup_printf (_ ("Issued: %s. Expired: %s. It was valid when Tessera received it"),
                          issued, expires);
}

static char *
check_nonce (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *nonce = dup_text (token, "nonce");

  return nonce[0] != '\0'
           ? g_strdup_printf (_ ("“%s”: the same as in the sign-in’s request"), nonce)
           : NULL;
}

/* The header does not tell which curve EdDSA was used with, and the hash goes by it. */
static gboolean
is_hash_of (const Token *token, const char *access_token)
{
  static const char *const curves[] = { "Ed25519", "Ed448" };

  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      token->jws->crv = g_str_has_prefix (token->jws->alg, "Ed") ? curves[i] : NULL;
      if (oidc_id_token_check_at_hash (token->claims, token->jws, access_token, NULL))
        return TRUE;
    }
  return FALSE;
}

static char *
check_access_token_hash (const Token *token, TesseraFindingSeverity *severity)
{
  g_autofree char *hash = dup_text (token, "at_hash");

  if (hash[0] == '\0' || !token->context->access_token)
    return NULL;
  if (is_hash_of (token, token->context->access_token))
    return g_strdup_printf (_ ("“%s”: belongs to this access token"), hash);
  return g_strdup_printf (_ ("“%s”: belongs to an earlier access token"), hash);
}

static const struct
{
  const char *id;
  const char *title;
  Check *check;
} checks[] = {
  { "signature", N_ ("Signature"), check_signature },
  { "issuer", N_ ("Issuer"), check_issuer },
  { "response_issuer", N_ ("Issuer of the Answer"), check_response_issuer },
  { "audience", N_ ("Audience"), check_audience },
  { "authorized_party", N_ ("Authorized Party"), check_authorized_party },
  { "subject", N_ ("Subject"), check_subject },
  { "times", N_ ("Times"), check_times },
  { "nonce", N_ ("Nonce"), check_nonce },
  { "access_token_hash", N_ ("Access Token Hash"), check_access_token_hash },
};

GPtrArray *
tessera_id_token_checks_make (const char *id_token, const TesseraIdTokenContext *context)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_finding_free);
  g_autoptr (OidcJws) jws = oidc_jws_parse (id_token, NULL);
  g_autoptr (JsonObject) claims = oidc_claims_read (id_token, NULL);
  const Token token = { context, claims, jws };

  for (gsize i = 0; jws && claims && i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (TesseraFinding) finding = tessera_finding_new ();

      finding->check = checks[i].id;
      finding->title = _ (checks[i].title);
      finding->text = checks[i].check (&token, &finding->severity);
      if (finding->text)
        g_ptr_array_add (findings, g_steal_pointer (&finding));
    }
  return findings;
}
