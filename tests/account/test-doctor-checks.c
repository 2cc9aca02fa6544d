/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doctor-checks.h"

#include <string.h>

#include "client-setup.h"
#include "oidc-error.h"
#include "loopback-error.h"

#define ISSUER "https://idp.example.com"
#define FIVE                                                                                       \
  "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/a\","                        \
  "\"token_endpoint\":\"" ISSUER "/t\",\"jwks_uri\":\"" ISSUER "/k\""
#define FIFTY "12345678901234567890123456789012345678901234567890"
#define EC_KEY                                                                                     \
  "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","       \
  "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"

/* One fact about an account, and what a check makes of it. */
typedef struct
{
  const char *name;
  const char *more;           /* (nullable) more members of the metadata; NULL: the five are all */
  const char *check;          /* the finding that is looked at */
  const char *severity;       /* NULL: there is no such finding */
  TesseraErrorKind exit_code; /* of this finding */
  const char *words;          /* (nullable) of its text or its advice */
  const char *scopes;         /* (nullable) of the account */
  const char *secret;         /* (nullable) the client secret that is stored */
  const char *client_auth;    /* (nullable) of the account */
  const char *id_token_alg;   /* (nullable) of the account */
  const char *redirect_uri;   /* (nullable) of the account */
  const char *preset;         /* (nullable) of the account */
  const char *keys;           /* (nullable) the key set */
} Case;

static const Case cases[] = {
  { "issuer", .check = "issuer", .severity = "ok", .words = ISSUER },
  { "metadata", .check = "metadata", .severity = "ok" },
  { "endpoints", .check = "endpoints", .severity = "ok" },
  { "endpoint-insecure", .more = "\"userinfo_endpoint\":\"http://idp.example.com/u\"",
    .check = "endpoints", .severity = "warning", .words = "userinfo_endpoint" },
  { "keys", .check = "keys", .severity = "ok", .words = "1 key ", .keys = EC_KEY },
  { "no-usable-key", .check = "keys", .severity = "problem", .exit_code = TESSERA_ERROR_INVALID,
    .words = "no key", .keys = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}" },
  { "no-jwks-uri", .more = "\"jwks_uri\":null", .check = "keys", .severity = "problem",
    .exit_code = TESSERA_ERROR_INVALID, .words = "openid" },
  { "keys-by-secret", .check = "keys", .id_token_alg = "HS256", .secret = "s" },
  { "keys-unneeded", .check = "keys", .scopes = "read", .keys = EC_KEY },
  { "algorithms", .more = "\"id_token_signing_alg_values_supported\":[\"HS256\",\"ES256\"]",
    .check = "signing_algorithms", .severity = "ok", .words = "accepted algorithm: ES256." },
  { "algorithms-again", .more = "\"id_token_signing_alg_values_supported\":[\"RS256\",\"RS256\"]",
    .check = "signing_algorithms", .severity = "ok", .words = "accepted algorithm: RS256." },
  { "algorithms-by-secret", .more = "\"id_token_signing_alg_values_supported\":[\"HS256\"]",
    .check = "signing_algorithms", .severity = "problem", .exit_code = TESSERA_ERROR_INVALID,
    .words = "Set the account’s ID token algorithm to HS256" },
  { "algorithms-none", .more = "\"id_token_signing_alg_values_supported\":[\"none\"]",
    .check = "signing_algorithms", .severity = "problem", .exit_code = TESSERA_ERROR_INVALID,
    .words = "RS256" },
  { "algorithms-hs256", .more = "\"id_token_signing_alg_values_supported\":[\"HS256\"]",
    .check = "signing_algorithms", .severity = "ok", .words = "HS256", .id_token_alg = "HS256" },
  { "algorithms-hs256-gone", .more = "\"id_token_signing_alg_values_supported\":[\"RS256\"]",
    .check = "signing_algorithms", .severity = "problem", .exit_code = TESSERA_ERROR_INVALID,
    .words = "does not offer", .id_token_alg = "HS256" },
  { "algorithms-unsaid", .check = "signing_algorithms" },
  { "pkce", .more = "\"code_challenge_methods_supported\":[\"S256\"]", .check = "pkce",
    .severity = "ok", .words = "supports PKCE with S256." },
  { "pkce-unsaid", .check = "pkce", .severity = "ok", .words = "does not say" },
  { "grants", .more = "\"grant_types_supported\":[\"authorization_code\",\"refresh_token\"]",
    .check = "grants", .severity = "ok" },
  { "grants-unsaid", .check = "grants", .severity = "ok" },
  { "grants-no-refresh", .more = "\"grant_types_supported\":[\"authorization_code\"]",
    .check = "grants", .severity = "warning", .words = "refresh tokens" },
  { "grants-no-code", .more = "\"grant_types_supported\":[\"client_credentials\"]",
    .check = "grants", .severity = "warning", .words = "authorization code" },
  { "iss", .more = "\"authorization_response_iss_parameter_supported\":true",
    .check = "iss_parameter", .severity = "ok", .words = "which Tessera checks" },
  { "no-iss", .check = "iss_parameter", .severity = "ok", .words = "does not announce" },
  { "revocation", .more = "\"revocation_endpoint\":\"" ISSUER "/r\"", .check = "revocation",
    .severity = "ok" },
  { "no-revocation", .check = "revocation", .severity = "warning" },

  { "scopes", .more = "\"scopes_supported\":[\"openid\",\"read\"]", .check = "scopes",
    .severity = "ok", .words = "openid, read", .scopes = "openid read" },
  { "scopes-unlisted", .more = "\"scopes_supported\":[\"openid\"]", .check = "scopes",
    .severity = "warning", .words = "list: groups, read.", .scopes = "openid groups read" },
  { "scopes-of-an-api", .more = "\"scopes_supported\":[\"openid\"]", .check = "scopes",
    .severity = "ok", .scopes = "openid api://1/read urn:2" },
  { "scopes-unsaid", .check = "scopes", .severity = "ok", .scopes = "openid groups" },
  { "offline", .more = "\"scopes_supported\":[\"openid\",\"offline_access\"]",
    .check = "offline_access", .severity = "ok", .words = "requests “offline_access”" },
  { "no-offline", .check = "offline_access", .severity = "ok", .words = "does not request" },

  { "public", .more = "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"]",
    .check = "client_authentication", .severity = "ok", .words = "no client secret" },
  { "secret", .more = "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]",
    .check = "client_authentication", .severity = "ok", .words = "client_secret_post",
    .secret = "s" },
  { "secret-otherwise",
    .more = "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]",
    .check = "client_authentication", .severity = "warning", .words = "only client_secret_post",
    .secret = "s", .client_auth = "basic" },
  { "secret-hostile", .more = "\"token_endpoint_auth_methods_supported\":[\"a\\u202eb\"]",
    .check = "client_authentication", .severity = "warning", .words = "only a\\u202eb.",
    .secret = "s" },
  { "secret-long",
    .more = "\"token_endpoint_auth_methods_supported\":[\"" FIFTY FIFTY FIFTY FIFTY "x\"]",
    .check = "client_authentication", .severity = "warning", .words = FIFTY "….", .secret = "s" },
  { "no-secret", .check = "client_authentication", .severity = "problem",
    .exit_code = TESSERA_ERROR_USAGE, .words = "has no client secret", .client_auth = "basic" },

  { "free-port", .check = "sign_in_uris", .severity = "ok", .words = "a free port" },
  { "fixed-port", .check = "sign_in_uris", .severity = "ok", .words = "Register exactly",
    .redirect_uri = "http://localhost:6363/" },
  { "nothing-to-register", .check = "sign_in_uris", .severity = "ok",
    .words = "No redirect URI needs", .preset = "google" },
  { "sign-out", .more = "\"end_session_endpoint\":\"" ISSUER "/e\"", .check = "sign_out_uris",
    .severity = "ok", .words = "post-logout" },
  { "sign-out-list", .more = "\"end_session_endpoint\":\"" ISSUER "/e\"", .check = "sign_out_uris",
    .severity = "ok", .words = "Allowed Logout URLs", .preset = "auth0" },
  { "no-sign-out", .check = "sign_out_uris", .severity = "ok", .words = "only on this computer" },
  { "no-sign-out-of-oauth", .check = "sign_out_uris", .scopes = "read" },
};

static void
read_account (TesseraAccountConfig *config, const Case *c)
{
  const char *const redirect_uris[] = { c->redirect_uri, NULL };

  config->id = g_strdup ("id");
  config->name = g_strdup ("Work");
  config->issuer = g_strdup (ISSUER);
  config->client_id = g_strdup ("client");
  config->scopes = c->scopes ? g_strsplit (c->scopes, " ", -1) : NULL;
  config->client_auth = g_strdup (c->client_auth);
  config->id_token_alg = g_strdup (c->id_token_alg);
  config->preset = g_strdup (c->preset);
  config->redirect_uris = c->redirect_uri ? g_strdupv ((char **) redirect_uris) : NULL;
}

static OidcProvider *
parse_metadata (const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text
    = more && g_str_has_prefix (more, "\"jwks_uri\"")
        ? g_strndup (FIVE, strlen (FIVE) - strlen (",\"jwks_uri\":\"" ISSUER "/k\""))
        : g_strdup (FIVE);
  g_autofree char *whole = g_strconcat (text, more ? "," : "", more ? more : "", "}", NULL);
  g_autoptr (GBytes) document = g_bytes_new (whole, strlen (whole));
  OidcProvider *provider = oidc_provider_parse (ISSUER, document, &error);

  g_assert_no_error (error);
  return provider;
}

static char **
dup_scopes (const Case *c, const OidcProvider *provider)
{
  if (c->scopes)
    return g_strsplit (c->scopes, " ", -1);
  return provider->scopes_supported ? g_strdupv (provider->scopes_supported)
                                    : g_strsplit ("openid", " ", -1);
}

static void
establish (TesseraDoctorFacts *facts, const Case *c)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (TesseraStore) store = tessera_store_new ("id", "Work");

  read_account (config, c);
  tessera_doctor_facts_init (facts, config, store);
  facts->party.provider = parse_metadata (c->more);
  facts->party.client
    = tessera_client_setup_new (config, NULL, facts->party.provider, g_strdup (c->secret));
  facts->scopes = dup_scopes (c, facts->party.provider);
  if (c->keys)
    facts->party.keys = oidc_jwks_parse (c->keys, strlen (c->keys), NULL);
}

/* (transfer none) (nullable) */
static const TesseraFinding *
find (GPtrArray *findings, const char *check)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((TesseraFinding *) findings->pdata[i])->check, check))
      return findings->pdata[i];
  return NULL;
}

static void
assert_says (const TesseraFinding *finding,
             const char *severity,
             TesseraErrorKind kind,
             const char *words)
{
  g_autofree char *all
    = g_strjoin (" ", finding->text, finding->advice ? finding->advice : "", NULL);

  g_assert_cmpstr (tessera_finding_severity_to_string (finding->severity), ==, severity);
  g_assert_cmpint (finding->kind, ==, kind);
  if (words && !strstr (all, words))
    g_error ("“%s” does not say “%s”", all, words);
  if (finding->severity != TESSERA_FINDING_OK)
    g_assert_nonnull (finding->advice);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  TesseraDoctorFacts facts = { .reader = TESSERA_ADVICE_TERMINAL };
  g_autoptr (GPtrArray) findings = NULL;
  const TesseraFinding *finding;

  establish (&facts, c);
  findings = tessera_doctor_checks_run (&facts);
  finding = find (findings, c->check);
  if (c->severity)
    assert_says (finding, c->severity, c->exit_code, c->words);
  else
    g_assert_null (finding);
  tessera_doctor_facts_clear (&facts);
}

static const Case plain = { .name = "plain" };

/* What cannot be had takes nothing else with it. */
static void
test_errors (void)
{
  TesseraDoctorFacts facts = { .reader = TESSERA_ADVICE_WINDOW };
  g_autoptr (GPtrArray) findings = NULL;
  TesseraErrorKind kind;

  establish (&facts, &plain);
  facts.keys = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_MALFORMED, "No keys.");
  facts.token_endpoint = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNREACHABLE, "No answer.");
  facts.listener = g_error_new_literal (TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_PORT_IN_USE,
                                        "Port 1 is in use.");
  findings = tessera_doctor_checks_run (&facts);
  assert_says (find (findings, "keys"), "problem", TESSERA_ERROR_INVALID, "No keys.");
  assert_says (find (findings, "token_endpoint"), "problem", TESSERA_ERROR_UNREACHABLE,
               "No answer.");
  assert_says (find (findings, "listener"), "problem", TESSERA_ERROR_OTHER, "Port 1 is in use.");
  assert_says (find (findings, "issuer"), "ok", TESSERA_ERROR_NONE, ISSUER);
  /* The first problem decides. */
  g_assert_cmpint (tessera_finding_get_worst (findings, &kind), ==, TESSERA_FINDING_PROBLEM);
  g_assert_cmpint (kind, ==, TESSERA_ERROR_UNREACHABLE);
  tessera_doctor_facts_clear (&facts);
}

/* Busy is an answer, too. */
static void
test_busy (void)
{
  TesseraDoctorFacts facts = { .reader = TESSERA_ADVICE_WINDOW };
  g_autoptr (GPtrArray) findings = NULL;

  establish (&facts, &plain);
  facts.token_endpoint = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, "500");
  findings = tessera_doctor_checks_run (&facts);
  assert_says (find (findings, "token_endpoint"), "ok", TESSERA_ERROR_NONE, "can be reached");
  tessera_doctor_facts_clear (&facts);
}

/* Without a provider only this computer is judged. */
static void
test_no_provider (void)
{
  TesseraDoctorFacts facts = { .reader = TESSERA_ADVICE_WINDOW };
  g_autoptr (GPtrArray) findings = NULL;

  establish (&facts, &plain);
  g_clear_pointer (&facts.party.provider, oidc_provider_unref);
  g_clear_pointer (&facts.party.client, oidc_client_free);
  g_clear_pointer (&facts.scopes, g_strfreev);
  facts.discovery = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH, "Another issuer.");
  findings = tessera_doctor_checks_run (&facts);
  assert_says (find (findings, "issuer"), "problem", TESSERA_ERROR_INVALID, "Another issuer.");
  assert_says (find (findings, "metadata"), "ok", TESSERA_ERROR_NONE, NULL);
  g_assert_null (find (findings, "scopes"));
  g_assert_null (find (findings, "clock"));
  g_assert_nonnull (find (findings, "keyring"));
  tessera_doctor_facts_clear (&facts);
}

typedef struct
{
  const char *name;
  gint64 date;
  gint64 sent;
  gint64 received;
  gint64 ahead;
  const char *severity; /* NULL: nothing is said */
  const char *words;
} Clock;

/* A request that took long says little about the clock. */
static const Clock clocks[] = {
  { "equal", 1000, 1000, 1000, 0, "ok", "agree" },
  { "fraction", 1001, 1000, 1000, 0, "ok", "agree" },
  { "slow-answer", 1020, 1000, 1030, 0, "ok", "agree" },
  { "little", 1006, 1000, 1000, 5, "ok", "agree" },
  { "behind", 1031, 1000, 1000, 30, "warning", "30 seconds behind" },
  { "ahead", 1000, 1031, 1031, -30, "warning", "30 seconds ahead" },
  { "too-far", 1062, 1000, 1000, 61, "problem", "61 seconds behind" },
  { "minutes", 1000, 1601, 1601, -600, "problem", "10 minutes ahead" },
  { "unknown", 0, 1000, 1000, 0, NULL, NULL },
};

static void
test_clock (gconstpointer data)
{
  const Clock *c = data;
  TesseraDoctorFacts facts = { .reader = TESSERA_ADVICE_WINDOW };
  g_autoptr (GPtrArray) findings = NULL;
  const TesseraFinding *finding;

  establish (&facts, &plain);
  tessera_doctor_facts_take_date (&facts, c->date, c->sent, c->received);
  g_assert_cmpint (facts.clock_ahead, ==, c->ahead);
  findings = tessera_doctor_checks_run (&facts);
  finding = find (findings, "clock");
  if (c->severity)
    assert_says (finding, c->severity,
                 g_str_equal (c->severity, "problem") ? TESSERA_ERROR_INVALID : TESSERA_ERROR_NONE,
                 c->words);
  else
    g_assert_null (finding);
  tessera_doctor_facts_clear (&facts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/doctor/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/doctor/errors", test_errors);
  g_test_add_func ("/doctor/busy", test_busy);
  g_test_add_func ("/doctor/no-provider", test_no_provider);
  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *path = g_strconcat ("/doctor/clock/", clocks[i].name, NULL);

      g_test_add_data_func (path, &clocks[i], test_clock);
    }
  return g_test_run ();
}
