/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-userinfo.h"

#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "stub.h"

static OidcUserinfo *
fetch (Stub *stub, const char *subject, GError **error)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (GAsyncResult) result = NULL;

  provider->userinfo_endpoint = stub != NULL ? stub_make_uri (stub, "/me") : NULL;
  oidc_userinfo_fetch_async (http, provider, "at.1", subject, NULL, fetch_store_cb, &result);
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
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/userinfo/claims", test_claims);
  g_test_add_func ("/oidc/userinfo/odd-claims", test_odd_claims);
  g_test_add_func ("/oidc/userinfo/errors", test_errors);
  g_test_add_func ("/oidc/userinfo/bounds", test_bounds);
  g_test_add_func ("/oidc/userinfo/redirect", test_redirect);
  g_test_add_func ("/oidc/userinfo/no-endpoint", test_no_endpoint);
  return g_test_run ();
}
