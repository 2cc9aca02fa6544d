/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-uri.h"

#include <string.h>

#include "oidc-error.h"
#include "oidc-http.h"

static void
test_good (void)
{
  static const char *const uris[] = {
    "https://idp.example.com",
    "https://idp.example.com/",
    "https://idp.example.com:8443/a?b=c",
    "HTTPS://idp.example.com",
    "https://[2001:db8::1]/",
    "https://xn--bcher-kva.example/",
    "http://127.0.0.1:8080/a",
    "http://127.9.8.7/",
    "http://[::1]:99/a/",
    "http://localhost/",
    "http://LocalHost:6363/",
    "https://idp.example.com/a%2Fb//c",
    "https://10.0.0.1/",
    "https://idp.example.com/;~+,:@&",
    "http://localhost",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", uris[i]);
      g_assert_true (oidc_uri_check (uris[i], "issuer", &error));
      g_assert_no_error (error);
    }
}

static void
test_bad (void)
{
  static const char *const uris[] = {
    "",
    "idp.example.com",
    "/path",
    "//idp.example.com/",
    "https:",
    "https:///path",
    "https://:443/",
    "https:idp.example.com",
    "ftp://idp.example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:,x",
    "http://idp.example.com/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
    "http://localhost.example.com/",
    "http://127.0.0.1.example.com/",
    "http://127.1/",
    "http://2130706433/",
    "http://[::ffff:10.0.0.1]/",
    "https://zoe@idp.example.com/",
    "https://zoe:pw@idp.example.com/",
    "http://127.0.0.1@idp.example.com/",
    "https://idp.example.com/#x",
    "https://idp.example.com/#",
    "https://idp.example.com:0/",
    "https://idp.example.com:99999/",
    "https://idp.example.com:port/",
    "https://idp.example.com/a b",
    " https://idp.example.com/",
    "https://idp.example.com/\n",
    "https://idp.example.com\\@evil.example/",
    "https://idp%0a.example.com/",
    "https://idp%2eexample%2fcom/",
    "https://b\xc3\xbc\x63her.example/",
    "https://idp.example.com/<script>",
    "https://[::1/",
    "https://[fe80::1%25eth0]/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", uris[i]);
      g_assert_false (oidc_uri_check (uris[i], "token_endpoint", &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
      g_assert_nonnull (strstr (error->message, "“token_endpoint”"));
    }
}

static void
test_issuer (void)
{
  static const char *const bad[]
    = { "https://idp.example.com/?x", "https://idp.example.com?", "http://idp.example.com/", "" };
  g_autoptr (GError) error = NULL;

  g_assert_true (oidc_uri_check_issuer ("https://idp.example.com/realms/a/", &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (oidc_uri_check_issuer (bad[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
      g_clear_error (&error);
    }
}

static void
test_redirect (void)
{
  static const struct
  {
    const char *base, *location, *result;
  } cases[] = {
    { "https://a.example/x/y", "z", "https://a.example/x/z" },
    { "https://a.example/x/y", "/z?q=1", "https://a.example/z?q=1" },
    { "https://a.example/x", "//b.example/z", "https://b.example/z" },
    { "https://a.example/x", "https://b.example/z#f", "https://b.example/z" },
    { "http://127.0.0.1:1/x", "https://b.example/z", "https://b.example/z" },
    { "http://127.0.0.1:1/x", "http://127.0.0.1:2/z", "http://127.0.0.1:2/z" },
    { "https://a.example/x", "http://a.example/x", NULL },
    { "https://a.example/x", "http://127.0.0.1/x", NULL },
    { "http://127.0.0.1/x", "http://a.example/", NULL },
    { "https://a.example/x", "file:///etc/passwd", NULL },
    { "https://a.example/x", "https://zoe:pw@b.example/", NULL },
    { "https://a.example/x", "https://", NULL },
    { "https://a.example/x", "\xff\xfe", "https://a.example/%FF%FE" },
    { "https://a.example/x", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GUri) base = g_uri_parse (cases[i].base, G_URI_FLAGS_NONE, NULL);
      g_autofree char *result = oidc_uri_resolve_redirect (base, cases[i].location);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/http-uri/good", test_good);
  g_test_add_func ("/oidc/http-uri/bad", test_bad);
  g_test_add_func ("/oidc/http-uri/issuer", test_issuer);
  g_test_add_func ("/oidc/http-uri/redirect", test_redirect);
  return g_test_run ();
}
