/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspection.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "id-token-checks.h"
#include "oidc-base64url.h"
#include "vectors.h"

#define NOW 1300819380 /* wall clock: the exp of RFC 7515 appendix A.1 */

/* A signed token that nobody checks. Returns: (transfer full) */
static char *
make_token (const char *header, const char *content)
{
  g_autofree char *head = oidc_base64url_encode (header, strlen (header));
  g_autofree char *body = oidc_base64url_encode (content, strlen (content));

  return g_strconcat (head, ".", body, ".AA", NULL);
}

static TesseraInspection *
inspect (const char *content)
{
  g_autofree char *token = make_token ("{\"alg\":\"RS256\",\"kid\":\"k1\"}", content);

  return tessera_inspection_new (token, NOW);
}

/* In the token's order, with their meaning. */
static void
test_claims (void)
{
  g_autoptr (TesseraInspection) inspection
    = inspect ("{\"sub\":\"zoe\",\"own\":1.10,\"exp\":1300819380,\"aud\":[\"a\",\"b\"],"
               "\"scope\":\"openid read\",\"big\":18446744073709551615,\"email_verified\":true,"
               "\"cnf\":{\"x\":[\"y\"],\"z\":{}},\"none\":null,\"empty\":[],\"iat\":1300816980}");
  static const struct
  {
    const char *name;
    const char *meaning; /* (nullable) */
    const char *text;    /* (nullable) not looked at */
  } wanted[] = {
    { "sub", "Subject", "zoe" },
    { "own", NULL, "1.10" },
    { "exp", "Expires", "Today 18:43 (now)" },
    { "aud", "Audience", "a\nb" },
    { "scope", "Scopes", "openid\nread" },
    { "big", NULL, "18446744073709551615" },
    { "email_verified", "Email Address Verified", "Yes" },
    { "cnf", "Confirmation Key", NULL },
    { "none", NULL, "null" },
    { "empty", NULL, NULL },
    { "iat", "Issued", "Today 18:03 (40 minutes ago)" },
  };

  g_assert_cmpint (inspection->form, ==, TESSERA_TOKEN_FORM_SIGNED);
  g_assert_cmpuint (inspection->header->len, ==, 2);
  g_assert_cmpuint (inspection->claims->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < inspection->claims->len; i++)
    {
      const TesseraClaim *claim = inspection->claims->pdata[i];

      g_assert_cmpstr (claim->name, ==, wanted[i].name);
      g_assert_cmpstr (claim->meaning, ==, wanted[i].meaning);
      if (wanted[i].text)
        g_assert_cmpstr (claim->text, ==, wanted[i].text);
    }
  g_assert_nonnull (strstr (((TesseraClaim *) inspection->claims->pdata[7])->text, "\"y\""));
  g_assert_nonnull (strstr (inspection->json, "18446744073709551615"));
  g_assert_null (inspection->content);
}

/* A known provider is named. */
static void
test_issuer (void)
{
  g_autoptr (TesseraInspection) known = inspect ("{\"iss\":\"https://accounts.google.com\"}");
  g_autoptr (TesseraInspection) other = inspect ("{\"iss\":\"https://idp.example.com\"}");

  g_assert_cmpstr (((TesseraClaim *) known->claims->pdata[0])->text, ==,
                   "https://accounts.google.com (Google)");
  g_assert_cmpstr (((TesseraClaim *) other->claims->pdata[0])->text, ==, "https://idp.example.com");
}

static void
test_forms (void)
{
  g_autofree char *encrypted
    = g_strconcat ("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ", ".a.b.c.d", NULL);
  g_autoptr (TesseraInspection) opaque = tessera_inspection_new ("ya29.a0AfH6SM", NOW);
  g_autoptr (TesseraInspection) three = tessera_inspection_new ("a.b.c", NOW);
  g_autoptr (TesseraInspection) empty = tessera_inspection_new ("", NOW);
  g_autoptr (TesseraInspection) jwe = tessera_inspection_new (encrypted, NOW);
  g_autoptr (TesseraInspection) text = inspect ("It’s a dangerous business\x1b");
  g_autoptr (TesseraInspection) list = inspect ("[1]");

  g_assert_cmpint (opaque->form, ==, TESSERA_TOKEN_FORM_OPAQUE);
  g_assert_cmpint (three->form, ==, TESSERA_TOKEN_FORM_OPAQUE);
  g_assert_cmpint (empty->form, ==, TESSERA_TOKEN_FORM_OPAQUE);
  g_assert_cmpint (jwe->form, ==, TESSERA_TOKEN_FORM_ENCRYPTED);
  g_assert_cmpuint (jwe->header->len, ==, 2);
  g_assert_cmpuint (jwe->claims->len, ==, 0);
  g_assert_cmpstr (text->content, ==, "It’s a dangerous business\\x1b");
  g_assert_cmpstr (list->content, ==, "[1]");
  g_assert_null (list->json);
}

/* What could make text look like other text is written out. */
static void
test_escaped (void)
{
  g_autoptr (TesseraInspection) inspection
    = inspect ("{\"a\u202eb\":\"x\u202ey\",\"l\":[\"p\\u001bq\"],\"two\":\"one\\ntwo\"}");
  const TesseraClaim *first = inspection->claims->pdata[0];

  g_assert_nonnull (strstr (inspection->json, "\"a\\u202eb\""));
  g_assert_cmpstr (first->name, ==, "a\\u202eb");
  g_assert_cmpstr (first->text, ==, "x\\u202ey");
  g_assert_cmpstr (((TesseraClaim *) inspection->claims->pdata[1])->text, ==, "p\\x1bq");
  g_assert_cmpstr (((TesseraClaim *) inspection->claims->pdata[2])->text, ==, "one\ntwo");
}

static void
test_search (void)
{
  g_autoptr (TesseraInspection) inspection = inspect ("{\"exp\":1,\"Groups\":[\"Ärzte\"]}");
  const TesseraClaim *exp = inspection->claims->pdata[0];
  const TesseraClaim *groups = inspection->claims->pdata[1];

  g_assert_true (tessera_claim_has (exp, "EXPIRES"));
  g_assert_true (tessera_claim_has (exp, "exp"));
  g_assert_true (tessera_claim_has (exp, ""));
  g_assert_true (tessera_claim_has (exp, NULL));
  g_assert_true (tessera_claim_has (groups, "ärz"));
  g_assert_false (tessera_claim_has (groups, "expires"));
}

/* As many as the reader of JSON takes, and more: those are shown as text. */
static void
test_many (void)
{
  for (guint n = 1000; n <= 10000; n *= 10)
    {
      g_autoptr (GString) content = g_string_new ("{\"first\":0");
      g_autoptr (TesseraInspection) inspection = NULL;

      for (guint i = 1; i < n; i++)
        g_string_append_printf (content, ",\"claim%u\":{\"a\":[%u.50]}", i, i);
      g_string_append_c (content, '}');
      inspection = inspect (content->str);
      g_assert_cmpint (inspection->form, ==, TESSERA_TOKEN_FORM_SIGNED);
      if (n > 1000)
        g_assert_cmpstr (inspection->content, ==, content->str);
      else
        g_assert_cmpuint (inspection->claims->len, ==, n);
    }
}

static const TesseraFinding *
find (GPtrArray *findings, const char *check)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((TesseraFinding *) findings->pdata[i])->check, check))
      return findings->pdata[i];
  return NULL;
}

typedef struct
{
  const char *name;
  const char *claims; /* besides those that each has */
  const char *check;
  const char *severity; /* NULL: there is nothing to compare */
  const char *words;    /* (nullable) */
} Case;

static const Case cases[] = {
  { "signature", "", "signature", "ok", "RS256, key “k1”" },
  { "issuer", ",\"iss\":\"https://idp.example.com\"", "issuer", "ok",
    "“https://idp.example.com”, as" },
  { "issuer-other", ",\"iss\":\"https://other.example.com\"", "issuer", "problem",
    "but the account has “https://idp.example.com”" },
  { "audience", ",\"aud\":[\"x\",\"client\"]", "audience", "ok", "“client”" },
  { "audience-other", ",\"aud\":\"x\"", "audience", "problem", "is not named" },
  { "azp", ",\"azp\":\"client\"", "authorized_party", "ok", "client" },
  { "azp-other", ",\"azp\":\"x\"", "authorized_party", "problem", "but" },
  { "no-azp", "", "authorized_party", NULL, NULL },
  { "subject", ",\"sub\":\"zoe\"", "subject", "ok", "zoe" },
  { "subject-other", ",\"sub\":\"max\"", "subject", "problem", "of “zoe”" },
  { "times", ",\"iat\":1300816980,\"exp\":1300819381", "times", "ok", "Expires" },
  { "expired", ",\"iat\":1300816980,\"exp\":1300819380", "times", "warning", "Expired" },
  { "nonce", ",\"nonce\":\"n-0S6\"", "nonce", "ok", "n-0S6" },
  { "no-nonce", "", "nonce", NULL, NULL },
  { "response-issuer", "", "response_issuer", "ok",
    "“https://idp.example.com”, as in the account" },
  /* OpenID Connect Core, the example of §A.3. */
  { "at-hash", ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RQ\"", "access_token_hash", "ok",
    "belongs to this access token" },
  { "at-hash-earlier", ",\"at_hash\":\"77QmUPtjPfzWtF2AnpK9RR\"", "access_token_hash", "ok",
    "an earlier" },
};

static void
test_check (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  const TesseraIdTokenContext context
    = { config, "zoe", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "https://idp.example.com",
        NOW };
  g_autofree char *content = g_strconcat ("{\"x\":1", c->claims, "}", NULL);
  g_autofree char *token = make_token ("{\"alg\":\"RS256\",\"kid\":\"k1\"}", content);
  g_autoptr (GPtrArray) findings = NULL;
  const TesseraFinding *finding;

  config->issuer = g_strdup ("https://idp.example.com");
  config->client_id = g_strdup ("client");
  findings = tessera_id_token_checks_make (token, &context);
  finding = find (findings, c->check);
  if (c->severity == NULL)
    {
      g_assert_null (finding);
      return;
    }
  if (finding == NULL || strstr (finding->text, c->words) == NULL)
    g_error ("“%s” is not said", c->words);
  g_assert_cmpstr (tessera_finding_severity_to_string (finding->severity), ==, c->severity);
}

static void
test_no_checks (void)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  const TesseraIdTokenContext context = { config, NULL, NULL, NULL, NOW };
  g_autoptr (GPtrArray) findings = tessera_id_token_checks_make ("opaque", &context);

  g_assert_cmpuint (findings->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspection/claims", test_claims);
  g_test_add_func ("/inspection/issuer", test_issuer);
  g_test_add_func ("/inspection/forms", test_forms);
  g_test_add_func ("/inspection/escaped", test_escaped);
  g_test_add_func ("/inspection/search", test_search);
  g_test_add_func ("/inspection/many", test_many);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/inspection/check/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_check);
    }
  g_test_add_func ("/inspection/no-checks", test_no_checks);
  return g_test_run ();
}
