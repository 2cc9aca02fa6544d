/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-userinfo.h"

#include <string.h>

#include "fetch.h"
#include "jws.h"
#include "oidc-error.h"
#include "stub.h"

#define ISSUER "https://op.example"

/* One key for all signed answers. */
static Key *key;

static OidcJwks *
make_jwks (void)
{
  g_autoptr (JsonObject) jwk = key_to_jwk (key);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), jwk);
  g_autofree char *text = json_to_string (node, FALSE);

  return oidc_jwks_parse (text, strlen (text), NULL);
}

static OidcUserinfo *
fetch_with (Stub *stub, const OidcUserinfoExpected *expected, GError **error)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (GAsyncResult) result = NULL;

  provider->issuer = g_strdup (ISSUER);
  provider->userinfo_endpoint = stub_make_uri (stub, "/me");
  oidc_userinfo_fetch_async (http, provider, "at.1", expected, NULL, fetch_store_cb, &result);
  return oidc_userinfo_fetch_finish (fetch_wait (&result), error);
}

static OidcUserinfo *
fetch (Stub *stub, const char *subject, GError **error)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (GAsyncResult) result = NULL;
  const OidcUserinfoExpected expected = { .subject = subject };

  provider->userinfo_endpoint = stub != NULL ? stub_make_uri (stub, "/me") : NULL;
  oidc_userinfo_fetch_async (http, provider, "at.1", &expected, NULL, fetch_store_cb, &result);
  return oidc_userinfo_fetch_finish (fetch_wait (&result), error);
}

static void
test_claims (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcUserinfo) full = NULL;
  g_autoptr (OidcUserinfo) bare = NULL;
  g_autoptr (OidcUserinfo) fallback = NULL;
  g_autoptr (GError) error = NULL;

  stub_answer (stub, "/me", 200, "application/json",
               "{\"sub\":\"zoe-1\",\"name\":\"Zo\\u00eb\",\"preferred_username\":\"zoe\","
               "\"email\":\"zoe@example.org\"}");
  full = fetch (stub, "zoe-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (full->subject, ==, "zoe-1");
  g_assert_cmpstr (full->name, ==, "Zoë");
  g_assert_cmpstr (full->email, ==, "zoe@example.org");
  g_assert_cmpstr (stub_get_header (stub, "Authorization"), ==, "Bearer at.1");
  g_assert_null (strstr (stub_get_log (stub), "at.1"));

  stub_answer (stub, "/me", 200, "application/json",
               "{\"sub\":\"zoe-1\",\"preferred_username\":\"zoe\",\"email\":null}");
  fallback = fetch (stub, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fallback->name, ==, "zoe");
  g_assert_null (fallback->email);

  stub_answer (stub, "/me", 200, "application/json", "{\"sub\":\"zoe-1\"}");
  bare = fetch (stub, "zoe-1", &error);
  g_assert_no_error (error);
  g_assert_null (bare->name);
}

/* What names the person is only shown, so it costs nothing where it is odd. */
static void
test_odd_claims (void)
{
  static const struct
  {
    const char *body, *name, *email;
  } cases[] = {
    { "{\"sub\":\"zoe-1\",\"email\":[]}", NULL, NULL },
    { "{\"sub\":\"zoe-1\",\"email\":[\"a@x.org\",\"b@x.org\"]}", NULL, "a@x.org" },
    { "{\"sub\":\"zoe-1\",\"email\":[{\"value\":\"x\"},[\"y\"],null,7,\"a@x.org\"]}", NULL,
      "a@x.org" },
    { "{\"sub\":\"zoe-1\",\"name\":18446744073709551615}", "18446744073709551615", NULL },
    { "{\"sub\":\"zoe-1\",\"name\":{},\"preferred_username\":\"zoe\"}", "zoe", NULL },
    { "{\"sub\":\"zoe-1\",\"name\":\"\",\"preferred_username\":\"zoe\"}", "zoe", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcUserinfo) userinfo = NULL;

      stub_answer (stub, "/me", 200, "application/json", cases[i].body);
      userinfo = fetch (stub, "zoe-1", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (userinfo->name, ==, cases[i].name);
      g_assert_cmpstr (userinfo->email, ==, cases[i].email);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    guint status;
    const char *type, *body;
    int code;
  } cases[] = {
    { 200, "application/json", "{\"sub\":\"eve\"}", OIDC_ERROR_CLAIMS },
    { 200, "application/json", "{\"sub\":\"zoe-1 \"}", OIDC_ERROR_CLAIMS },
    { 200, "application/json", "{\"sub\":\"\"}", OIDC_ERROR_CLAIMS },
    { 200, "application/json", "{\"name\":\"Zo\"}", OIDC_ERROR_MALFORMED },
    { 200, "application/json", "{\"sub\":1}", OIDC_ERROR_MALFORMED },
    { 200, "application/json", "{\"sub\":18446744073709551615}", OIDC_ERROR_MALFORMED },
    { 200, "application/json", "{\"sub\":\"eve\",\"sub\":\"zoe-1\"}", OIDC_ERROR_MALFORMED },
    { 200, "text/html", "<p>", OIDC_ERROR_MALFORMED },
    { 200, "application/jwt", "e30.e30.", OIDC_ERROR_UNSUPPORTED },
    { 200, "application/jwt", "", OIDC_ERROR_UNSUPPORTED },
    { 204, NULL, "", OIDC_ERROR_HTTP_STATUS },
    { 401, "application/json", "{\"error\":\"invalid_token\"}", OIDC_ERROR_HTTP_STATUS },
    { 503, NULL, "", OIDC_ERROR_BUSY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      stub_answer (stub, "/me", cases[i].status, cases[i].type, cases[i].body);
      g_assert_null (fetch (stub, "zoe-1", &error));
      g_assert_error (error, OIDC_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, "at.1"));
    }
}

/* Core §5.3.2: what is signed is verified as an ID token is; iss and aud are compared where they
 * are there, and sub always. */
static void
test_signed (void)
{
  static const struct
  {
    const char *header, *claims;
    int code; /* -1: taken */
  } cases[] = {
    { "ES256", "{\"sub\":\"zoe-1\",\"iss\":\"" ISSUER "\",\"aud\":\"me\",\"name\":\"Zoë\"}", -1 },
    { "ES256", "{\"sub\":\"zoe-1\",\"aud\":[\"api\",\"me\"],\"name\":\"Zoë\"}", -1 },
    { "ES256", "{\"sub\":\"zoe-1\",\"name\":\"Zoë\"}", -1 },
    { "ES256", "{\"sub\":\"eve\",\"iss\":\"" ISSUER "\",\"aud\":\"me\"}", OIDC_ERROR_CLAIMS },
    { "ES256", "{\"iss\":\"" ISSUER "\",\"aud\":\"me\"}", OIDC_ERROR_MALFORMED },
    { "ES256", "{\"sub\":\"zoe-1\",\"iss\":\"" ISSUER "/\"}", OIDC_ERROR_ISSUER_MISMATCH },
    { "ES256", "{\"sub\":\"zoe-1\",\"iss\":7}", OIDC_ERROR_MALFORMED },
    { "ES256", "{\"sub\":\"zoe-1\",\"aud\":\"you\"}", OIDC_ERROR_INVALID_RESPONSE },
    { "ES256", "{\"sub\":\"zoe-1\",\"aud\":[]}", OIDC_ERROR_INVALID_RESPONSE },
    { "ES256", "[1]", OIDC_ERROR_MALFORMED },
    { "none", "{\"sub\":\"zoe-1\"}", OIDC_ERROR_SIGNATURE },
    { "HS256", "{\"sub\":\"zoe-1\"}", OIDC_ERROR_SIGNATURE },
    { "ES384", "{\"sub\":\"zoe-1\"}", OIDC_ERROR_SIGNATURE },
  };
  g_autoptr (OidcJwks) jwks = make_jwks ();
  const OidcUserinfoExpected expected = { .subject = "zoe-1", .client_id = "me", .jwks = jwks };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (JsonObject) header = jws_header (key, "JWT");
      g_autofree char *input = NULL;
      g_autofree char *compact = NULL;
      g_autofree char *body = NULL;
      g_autoptr (OidcUserinfo) userinfo = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      json_object_set_string_member (header, "alg", cases[i].header);
      input = jws_signing_input_text (header, cases[i].claims);
      compact = jws_sign (key, input);
      body = g_strconcat (compact, "\n", NULL);
      stub_answer (stub, "/me", 200, "application/jwt; charset=utf-8", body);
      userinfo = fetch_with (stub, &expected, &error);
      g_assert_nonnull (strstr (stub_get_header (stub, "Accept"), "application/jwt"));
      if (cases[i].code == -1)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (userinfo->name, ==, "Zoë");
          continue;
        }
      g_assert_error (error, OIDC_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, compact));
    }
}

/* An account whose tokens are signed with the client secret. */
static void
test_signed_with_secret (void)
{
  static const char *const secrets[] = { "the secret", "another one" };
  const OidcUserinfoExpected expected = { .subject = "zoe-1", .secret = "the secret" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (JsonNode) header = json_from_string ("{\"alg\":\"HS256\"}", NULL);
      g_autofree char *input
        = jws_signing_input_text (json_node_get_object (header), "{\"sub\":\"zoe-1\"}");
      g_autofree char *compact = jws_sign_hs256 (secrets[i], input);
      g_autoptr (OidcUserinfo) userinfo = NULL;
      g_autoptr (GError) error = NULL;

      stub_answer (stub, "/me", 200, "application/jwt", compact);
      userinfo = fetch_with (stub, &expected, &error);
      g_assert_true ((userinfo != NULL) == (i == 0));
      g_assert_true (i == 0 || g_error_matches (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE));
    }
}

/* An encrypted answer has five parts, and an unknown key is none of the issuer's. */
static void
test_signed_otherwise (void)
{
  static const char *const bodies[]
    = { "e30.e30.e30.e30.e30", "e30.e30", "", "{\"sub\":\"zoe-1\"}" };
  g_autoptr (OidcJwks) jwks = make_jwks ();
  const OidcUserinfoExpected expected = { .subject = "zoe-1", .client_id = "me", .jwks = jwks };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (GError) error = NULL;

      stub_answer (stub, "/me", 200, "application/jwt", bodies[i]);
      g_assert_null (fetch_with (stub, &expected, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

/* An answer without an end is given up, also where it would be right. */
static void
test_bounds (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autofree char *filling = g_strnfill (1024 * 1024, ' ');
  g_autofree char *large = g_strdup_printf ("{\"sub\":\"zoe-1\"%s}", filling);
  g_autofree char *arrays = g_strnfill (20000, '[');
  g_autofree char *deep = g_strdup_printf ("{\"sub\":\"zoe-1\",\"x\":%s", arrays);
  g_autoptr (GError) error = NULL;

  stub_answer (stub, "/me", 200, "application/json", large);
  g_assert_null (fetch (stub, "zoe-1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);
  stub_answer (stub, "/me", 200, "application/json", deep);
  g_assert_null (fetch (stub, "zoe-1", &error));
  g_assert_nonnull (error);
}

/* With a token in the header, not even to the same host (RFC 9700 §4.12). */
static void
test_redirect (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (GError) error = NULL;

  stub_answer (stub, "/me", 302, NULL, "");
  stub_add_header (stub, "/me", "Location", "/there");
  stub_answer (stub, "/there", 200, "application/json", "{\"sub\":\"zoe-1\"}");
  g_assert_null (fetch (stub, "zoe-1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_cmpstr (stub_get_log (stub), ==, "GET /me\n");
}

static void
test_no_endpoint (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch (NULL, "zoe-1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  key = key_new (algorithm_find ("ES256"), 0);
  g_test_add_func ("/oidc/userinfo/claims", test_claims);
  g_test_add_func ("/oidc/userinfo/odd-claims", test_odd_claims);
  g_test_add_func ("/oidc/userinfo/errors", test_errors);
  g_test_add_func ("/oidc/userinfo/signed", test_signed);
  g_test_add_func ("/oidc/userinfo/signed-with-secret", test_signed_with_secret);
  g_test_add_func ("/oidc/userinfo/signed-otherwise", test_signed_otherwise);
  g_test_add_func ("/oidc/userinfo/bounds", test_bounds);
  g_test_add_func ("/oidc/userinfo/redirect", test_redirect);
  g_test_add_func ("/oidc/userinfo/no-endpoint", test_no_endpoint);
  status = g_test_run ();
  key_free (key);
  return status;
}
