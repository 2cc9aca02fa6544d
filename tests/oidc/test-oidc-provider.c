/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-provider.h"

#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "stub.h"

#define ISSUER "https://idp.example.com"
#define FIVE                                                                                       \
  "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/a\","                        \
  "\"token_endpoint\":\"" ISSUER "/t\",\"jwks_uri\":\"" ISSUER "/k\","                             \
  "\"response_types_supported\":[\"code\"]}"

static OidcProvider *
parse (const char *issuer, const char *text, GError **error)
{
  g_autoptr (GBytes) document = g_bytes_new (text, strlen (text));

  return oidc_provider_parse (issuer, document, error);
}

/* The five members that a plain provider needs, plus @more, which may begin with a comma. */
static OidcProvider *
parse_with (const char *more, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%.*s%s}", (int) strlen (FIVE) - 1, FIVE, more);

  return parse (ISSUER, text, error);
}

static void
test_five_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = parse (ISSUER, FIVE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (provider->issuer, ==, ISSUER);
  g_assert_cmpstr (provider->authorization_endpoint, ==, ISSUER "/a");
  g_assert_cmpstr (provider->token_endpoint, ==, ISSUER "/t");
  g_assert_cmpstr (provider->jwks_uri, ==, ISSUER "/k");
  g_assert_null (provider->userinfo_endpoint);
  g_assert_null (provider->scopes_supported);
  g_assert_false (provider->iss_parameter_supported);
}

static void
test_all_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = parse_with (
    ",\"userinfo_endpoint\":\"https://api.example.com/u\",\"revocation_endpoint\":\"" ISSUER "/r\""
    ",\"end_session_endpoint\":\"" ISSUER "/e\",\"scopes_supported\":[\"openid\",\"email\"]"
    ",\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"]"
    ",\"id_token_signing_alg_values_supported\":[\"RS256\"]"
    ",\"prompt_values_supported\":[\"none\",\"consent\"]"
    ",\"authorization_response_iss_parameter_supported\":true"
    ",\"code_challenge_methods_supported\":[\"plain\",\"S256\"]"
    ",\"claims_supported\":null,\"x_vendor\":{\"a\":[1,2]}",
    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (provider->userinfo_endpoint, ==, "https://api.example.com/u");
  g_assert_cmpstr (provider->revocation_endpoint, ==, ISSUER "/r");
  g_assert_cmpstr (provider->end_session_endpoint, ==, ISSUER "/e");
  g_assert_cmpstr (provider->scopes_supported[1], ==, "email");
  g_assert_cmpstr (provider->token_endpoint_auth_methods_supported[0], ==, "client_secret_basic");
  g_assert_cmpstr (provider->prompt_values_supported[1], ==, "consent");
  g_assert_cmpstr (provider->id_token_signing_alg_values_supported[0], ==, "RS256");
  g_assert_cmpstr (provider->response_types_supported[0], ==, "code");
  g_assert_true (provider->iss_parameter_supported);
}

/* Discovery §4.3: to the character. */
static void
test_issuer (void)
{
  static const char *const issuers[]
    = { ISSUER "/", "https://IDP.example.com", "https://idp.example.com:443",
        "http://idp.example.com", "https://idp.example.com/%2e" };

  for (guint i = 0; i < G_N_ELEMENTS (issuers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (issuers[i], FIVE, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH);
      g_assert_nonnull (strstr (error->message, issuers[i]));
    }
}

static void
test_tenant_template (void)
{
  static const char text[]
    = "{\"issuer\":\"https://login.microsoftonline.com/{tenantid}/v2.0\","
      "\"authorization_endpoint\":\"https://login.microsoftonline.com/common/oauth2/v2.0/a\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (parse ("https://login.microsoftonline.com/common/v2.0", text, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH);
  g_assert_nonnull (strstr (error->message, "all tenants"));
}

/* What a provider calls itself is shown, but not with its line breaks. */
static void
test_issuer_is_escaped (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (ISSUER, "{\"issuer\":\"https://x\\n\\u001b[31m\\u202e\"}", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH);
  g_assert_null (strpbrk (error->message, "\n\033"));
  g_assert_null (strstr (error->message, "\xe2\x80\xae"));
}

static void
test_pkce (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) silent = parse_with (",\"code_challenge_methods_supported\":[]", &error);

  g_assert_no_error (error);
  g_assert_nonnull (silent);
  g_assert_null (parse_with (",\"code_challenge_methods_supported\":[\"plain\"]", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
}

static void
test_code_flow (void)
{
  static const char text[]
    = "{\"issuer\":\"" ISSUER "\",\"response_types_supported\":[\"id_token\","
      "\"code id_token\"]}";
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (ISSUER, text, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
}

static void
test_malformed (void)
{
  static const char *const texts[] = {
    "",
    "<!DOCTYPE html><html></html>",
    "[]",
    "{}",
    "{\"issuer\":null}",
    "{\"issuer\":[\"" ISSUER "\"]}",
    "{\"issuer\":\"" ISSUER "\",\"issuer\":\"" ISSUER "\"}",
    "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":1}",
    "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"\"}",
    "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"http://idp.example.com/t\"}",
    "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"javascript:alert(1)\"}",
    "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"/authorize\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("text %u", i);
      g_assert_null (parse (ISSUER, texts[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

/* No endpoint that a sign-in does without costs it: it counts as absent, and whoever needs it later
 * is told why. */
static void
test_unneeded_endpoints (void)
{
  static const char *const names[]
    = { "jwks_uri", "userinfo_endpoint", "revocation_endpoint", "end_session_endpoint" };
  static const struct
  {
    const char *value, *words;
  } values[] = {
    { "\"\"", "complete address" },
    { "\"/relative\"", "complete address" },
    { "\"http://idp.internal:8080/x\"", "must use https" },
    { "\"file:///etc/passwd\"", "complete address" },
    { "7", "not a string" },
    { "[\"https://idp.example.com/x\"]", "not a string" },
    { "null", "has no" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_autofree char *text
          = g_strdup_printf ("{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER
                             "/a\",\"token_endpoint\":\"" ISSUER "/t\",\"%s\":%s}",
                             names[i], values[j].value);
        g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
        g_autoptr (OidcProvider) found = NULL;
        g_autoptr (OidcProvider) provider = NULL;
        g_autoptr (GError) error = NULL;

        g_test_message ("%s %s", names[i], values[j].value);
        found = parse (ISSUER, text, &error);
        g_assert_no_error (error);
        provider = oidc_provider_combine (found, by_hand, &error);
        g_assert_no_error (error);
        g_assert_null (provider->jwks_uri);
        g_assert_null (provider->userinfo_endpoint);
        g_assert_null (provider->revocation_endpoint);
        g_assert_null (provider->end_session_endpoint);
        oidc_provider_set_missing (provider, names[i], &error);
        g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
        g_assert_nonnull (strstr (error->message, names[i]));
        g_assert_nonnull (strstr (error->message, values[j].words));
      }
}

static void
test_odd_lists (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) single
    = parse (ISSUER,
             "{\"issuer\":\"" ISSUER "\",\"response_types_supported\":\"code\","
             "\"code_challenge_methods_supported\":\"S256\",\"scopes_supported\":\"openid\","
             "\"id_token_signing_alg_values_supported\":{\"RS256\":true},"
             "\"authorization_response_iss_parameter_supported\":\"true\"}",
             &error);
  g_autoptr (OidcProvider) odd = NULL;
  g_autoptr (OidcProvider) empty = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (single->scopes_supported[0], ==, "openid");
  g_assert_false (single->iss_parameter_supported);
  odd = parse (ISSUER,
               "{\"issuer\":\"" ISSUER "\",\"scopes_supported\":[1],"
               "\"response_types_supported\":{},"
               "\"code_challenge_methods_supported\":{\"S256\":1},"
               "\"prompt_values_supported\":7,\"token_endpoint_auth_methods_supported\":{},"
               "\"authorization_response_iss_parameter_supported\":1,"
               "\"x\":18446744073709551615}",
               &error);
  g_assert_no_error (error);
  g_assert_null (odd->scopes_supported);
  empty = parse (ISSUER,
                 "{\"issuer\":\"" ISSUER "\",\"response_types_supported\":\"\","
                 "\"code_challenge_methods_supported\":[\"S256\",null],\"scopes_supported\":\"\"}",
                 &error);
  g_assert_no_error (error);
  g_assert_null (empty->scopes_supported);
  g_assert_null (odd->prompt_values_supported);
  g_assert_null (odd->token_endpoint_auth_methods_supported);
  g_assert_false (odd->iss_parameter_supported);
}

static void
test_combine (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) discovered
    = parse_with (",\"scopes_supported\":[\"openid\"],\"userinfo_endpoint\":\"" ISSUER "/u\"",
                  &error);
  g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
  g_autoptr (OidcProvider) both = NULL;

  by_hand->token_endpoint = g_strdup ("https://other.example/t");
  both = oidc_provider_combine (discovered, by_hand, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (both->issuer, ==, ISSUER);
  g_assert_cmpstr (both->token_endpoint, ==, "https://other.example/t");
  g_assert_cmpstr (both->authorization_endpoint, ==, ISSUER "/a");
  g_assert_cmpstr (both->userinfo_endpoint, ==, ISSUER "/u");
  g_assert_cmpstr (both->scopes_supported[0], ==, "openid");
}

static void
test_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
  g_autoptr (OidcProvider) provider = NULL;

  by_hand->authorization_endpoint = g_strdup ("https://github.com/login/oauth/authorize");
  g_assert_null (oidc_provider_combine (NULL, by_hand, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  g_assert_nonnull (strstr (error->message, "“token_endpoint”"));
  g_clear_error (&error);

  by_hand->token_endpoint = g_strdup ("http://github.com/login/oauth/access_token");
  g_assert_null (oidc_provider_combine (NULL, by_hand, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  g_clear_error (&error);

  g_free (by_hand->token_endpoint);
  by_hand->token_endpoint = g_strdup ("https://github.com/login/oauth/access_token");
  provider = oidc_provider_combine (NULL, by_hand, &error);
  g_assert_no_error (error);
  g_assert_null (provider->issuer);
  g_assert_cmpstr (provider->token_endpoint, ==, by_hand->token_endpoint);
}

static OidcProvider *
discover (const char *issuer, GError **error)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (GAsyncResult) result = NULL;

  oidc_provider_discover_async (http, issuer, NULL, fetch_store_cb, &result);
  return oidc_provider_discover_finish (fetch_wait (&result), error);
}

/* @path: of the issuer. @document: where its metadata lies. */
static void
assert_discovered (const char *path, const char *document, const char *log)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autofree char *issuer = stub_make_uri (stub, path);
  g_autofree char *body
    = g_strdup_printf ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%%ORIGIN%%/a\","
                       "\"token_endpoint\":\"%%ORIGIN%%//t\"}",
                       issuer);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = NULL;

  stub_answer (stub, document, 200, "application/json", body);
  provider = discover (issuer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (provider->issuer, ==, issuer);
  g_assert_true (g_str_has_suffix (provider->token_endpoint, "//t"));
  g_assert_cmpstr (stub_get_log (stub), ==, log);
  g_assert_cmpuint (stub_count_connections (stub), ==, 1);
}

static void
test_where_it_is (void)
{
#define OPENID "/.well-known/openid-configuration"
#define OAUTH  "/.well-known/oauth-authorization-server"
  assert_discovered ("", OPENID, "GET " OPENID "\n");
  assert_discovered ("/", OPENID, "GET " OPENID "\n");
  assert_discovered ("/realms/a", "/realms/a" OPENID, "GET /realms/a" OPENID "\n");
  assert_discovered ("/o/slug/", "/o/slug" OPENID, "GET /o/slug" OPENID "\n");
  /* RFC 8414 §3.1: between host and path. */
  assert_discovered ("", OAUTH, "GET " OPENID "\nGET " OAUTH "\n");
  assert_discovered ("/", OAUTH, "GET " OPENID "\nGET " OAUTH "\n");
  assert_discovered ("/o/a", OAUTH "/o/a", "GET /o/a" OPENID "\nGET " OAUTH "/o/a\n");
  assert_discovered ("/o/a/", OAUTH "/o/a", "GET /o/a" OPENID "\nGET " OAUTH "/o/a\n");
}

/* The first form's answer: another form is asked only where it was none. */
static void
test_when_the_second (void)
{
  static const struct
  {
    guint first, second;
    const char *first_body, *second_body;
    int code; /* -1: found */
    gboolean asks_twice;
  } cases[] = {
    { 404, 404, "", "", OIDC_ERROR_HTTP_STATUS, TRUE },
    { 403, 200, "", NULL, -1, TRUE },
    { 200, 200, "<html>", NULL, -1, TRUE },
    { 200, 200, "<html>", "<html>", OIDC_ERROR_MALFORMED, TRUE },
    { 200, 404, "<html>", "", OIDC_ERROR_MALFORMED, TRUE },
    { 404, 500, "", "", OIDC_ERROR_HTTP_STATUS, TRUE },
    { 404, 200, "", "<html>", OIDC_ERROR_MALFORMED, TRUE },
    { 404, 200, "", "{\"issuer\":\"https://x\"}", OIDC_ERROR_ISSUER_MISMATCH, TRUE },
    { 200, 200, "{\"issuer\":\"https://x\"}", NULL, OIDC_ERROR_ISSUER_MISMATCH, FALSE },
    { 500, 200, "", NULL, OIDC_ERROR_BUSY, FALSE },
    { 429, 200, "", NULL, OIDC_ERROR_BUSY, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      const char *good = "{\"issuer\":\"%ORIGIN%\"}";
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcProvider) provider = NULL;

      g_test_message ("case %u", i);
      stub_answer (stub, OPENID, cases[i].first, NULL, cases[i].first_body);
      stub_answer (stub, OAUTH, cases[i].second, NULL,
                   cases[i].second_body != NULL ? cases[i].second_body : good);
      provider = discover (stub_get_origin (stub), &error);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, OIDC_ERROR, cases[i].code);
      g_assert_cmpstr (stub_get_log (stub), ==,
                       cases[i].asks_twice ? "GET " OPENID "\nGET " OAUTH "\n"
                                           : "GET " OPENID "\n");
    }
}

static void
test_redirected (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = NULL;

  stub_answer (stub, OPENID, 301, NULL, "");
  stub_add_header (stub, OPENID, "Location", "/elsewhere");
  stub_answer (stub, "/elsewhere", 200, "text/plain", "{\"issuer\":\"%ORIGIN%\"}");
  provider = discover (stub_get_origin (stub), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (provider->issuer, ==, stub_get_origin (stub));
}

static void
test_bad_issuer (void)
{
  static const char *const issuers[]
    = { "idp.example.com", "http://idp.example.com/", "", "https://idp.example.com/?a=b",
        "https://idp.example.com#" };

  for (guint i = 0; i < G_N_ELEMENTS (issuers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (discover (issuers[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
    }
}

static void
test_too_large (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autofree char *spaces = g_strnfill (OIDC_JSON_MAX_SIZE + 1, ' ');
  g_autoptr (GError) error = NULL;

  stub_answer (stub, OPENID, 200, "application/json", spaces);
  g_assert_null (discover (stub_get_origin (stub), &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

/* A server that answers with its start page, whatever it is asked for, is no provider. */
static void
test_page (void)
{
  static const char *const pages[]
    = { "<!DOCTYPE html><title>Welcome</title>", "", "[]", " \n", "OK" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *said
        = g_strdup_printf ("“%s” publishes no provider metadata (the answer is not a JSON object).",
                           stub_get_origin (stub));

      stub_answer (stub, OPENID, 200, "text/html", pages[i]);
      stub_answer (stub, OAUTH, 200, "text/html", pages[i]);
      g_assert_null (discover (stub_get_origin (stub), &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
      g_assert_cmpstr (error->message, ==, said);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/provider/five-members", test_five_members);
  g_test_add_func ("/oidc/provider/all-members", test_all_members);
  g_test_add_func ("/oidc/provider/issuer", test_issuer);
  g_test_add_func ("/oidc/provider/tenant-template", test_tenant_template);
  g_test_add_func ("/oidc/provider/issuer-is-escaped", test_issuer_is_escaped);
  g_test_add_func ("/oidc/provider/pkce", test_pkce);
  g_test_add_func ("/oidc/provider/code-flow", test_code_flow);
  g_test_add_func ("/oidc/provider/malformed", test_malformed);
  g_test_add_func ("/oidc/provider/unneeded-endpoints", test_unneeded_endpoints);
  g_test_add_func ("/oidc/provider/odd-lists", test_odd_lists);
  g_test_add_func ("/oidc/provider/combine", test_combine);
  g_test_add_func ("/oidc/provider/by-hand", test_by_hand);
  g_test_add_func ("/oidc/provider/where-it-is", test_where_it_is);
  g_test_add_func ("/oidc/provider/when-the-second", test_when_the_second);
  g_test_add_func ("/oidc/provider/redirected", test_redirected);
  g_test_add_func ("/oidc/provider/bad-issuer", test_bad_issuer);
  g_test_add_func ("/oidc/provider/too-large", test_too_large);
  g_test_add_func ("/oidc/provider/page", test_page);
  return g_test_run ();
}
