/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-client.h"

#include <string.h>

#include "oidc-error.h"

static OidcClient *
make_client (OidcClientAuth auth, const char *id, const char *secret)
{
  OidcClient *client = oidc_client_new ();

  client->auth = auth;
  client->client_id = g_strdup (id);
  client->client_secret = g_strdup (secret);
  return client;
}

/* RFC 6749 appendix B's own example. */
static void
test_append_parameter (void)
{
  g_autoptr (GString) form = g_string_new (NULL);

  oidc_client_append_parameter (form, "p", " %&+£€");
  g_assert_cmpstr (form->str, ==, "p=+%25%26%2B%C2%A3%E2%82%AC");
  oidc_client_append_parameter (form, "a=b", "");
  g_assert_cmpstr (form->str, ==, "p=+%25%26%2B%C2%A3%E2%82%AC&a%3Db=");
}

static void
test_public (void)
{
  g_autoptr (OidcClient) client = make_client (OIDC_CLIENT_AUTH_NONE, "tessera demo", NULL);
  g_autoptr (GString) form = g_string_new ("grant_type=authorization_code");

  g_assert_null (oidc_client_authenticate (client, form));
  g_assert_cmpstr (form->str, ==, "grant_type=authorization_code&client_id=tessera+demo");
}

/* ID and secret are form-encoded before they are joined: a colon or a space in one is no end of it
 * (RFC 6749 §2.3.1). */
static void
test_basic (void)
{
  g_autoptr (OidcClient) client = make_client (OIDC_CLIENT_AUTH_BASIC, "a:b c", "s+%ë");
  g_autoptr (GString) form = g_string_new ("x=y");
  g_autofree char *authorization = oidc_client_authenticate (client, form);
  g_autofree guchar *pair = NULL;
  gsize length = 0;

  g_assert_true (g_str_has_prefix (authorization, "Basic "));
  pair = g_base64_decode (authorization + strlen ("Basic "), &length);
  g_assert_cmpmem (pair, length, "a%3Ab+c:s%2B%25%C3%AB", strlen ("a%3Ab+c:s%2B%25%C3%AB"));
  /* Not a second way to authenticate in the same request (RFC 6749 §2.3). */
  g_assert_cmpstr (form->str, ==, "x=y");
}

static void
test_post (void)
{
  g_autoptr (OidcClient) client = make_client (OIDC_CLIENT_AUTH_POST, "id", "a&b");
  g_autoptr (GString) form = g_string_new (NULL);

  g_assert_null (oidc_client_authenticate (client, form));
  g_assert_cmpstr (form->str, ==, "client_id=id&client_secret=a%26b");
}

static void
test_no_secret (void)
{
  static const OidcClientAuth ways[] = { OIDC_CLIENT_AUTH_BASIC, OIDC_CLIENT_AUTH_POST };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (OidcClient) client = make_client (ways[i], "id", NULL);
      g_autoptr (GString) form = g_string_new (NULL);

      g_assert_null (oidc_client_authenticate (client, form));
      g_assert_cmpstr (form->str, ==, "client_id=id");
    }
}

static void
test_reserved (void)
{
  static const char *const reserved[]
    = { "client_id", "response_type", "redirect_uri",  "scope",          "state",
        "nonce",     "audience",      "resource",      "code_challenge", "code_challenge_method",
        "request",   "request_uri",   "response_mode", "code_verifier",  "client_secret" };
  static const char *const free_ones[]
    = { "prompt", "login_hint", "max_age", "access_type", "ui_locales", "acr_values", "hd" };

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    g_assert_true (oidc_client_is_reserved_parameter (reserved[i]));
  for (guint i = 0; i < G_N_ELEMENTS (free_ones); i++)
    g_assert_false (oidc_client_is_reserved_parameter (free_ones[i]));
}

static void
assert_check (gboolean (*check) (char **list, GError **error), const char *list, const char *words)
{
  g_auto (GStrv) items = g_strsplit (list, "|", -1);
  g_autofree char *printable = g_strescape (list, NULL);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", printable);
  if (words == NULL)
    {
      g_assert_true (check (items, &error));
      g_assert_no_error (error);
      return;
    }
  g_assert_false (check (items, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  g_assert_nonnull (strstr (error->message, words));
}

/* RFC 6749 §3.3 */
static void
test_check_scopes (void)
{
  static const char *const bad[]
    = { "a b", "openid|", "\"", "a\\b", "\xc3\xab", "\x7f", "a\tb", "\x1f" };

  g_assert_true (oidc_client_check_scopes (NULL, NULL));
  assert_check (oidc_client_check_scopes, "openid|read,write|!#[]~", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_check (oidc_client_check_scopes, bad[i], "A scope must not be empty or contain");
}

static void
test_check_auth_params (void)
{
  static const char *const no_age[]
    = { "max_age=-1", "max_age=1.5", "max_age=1h", "max_age= 1", "max_age=99999999999" };
  static const char *const no_pair[] = { "novalue", "=x", "a b=c", "\xc3\xab=x", "x=\xff" };

  g_assert_true (oidc_client_check_auth_params (NULL, NULL));
  assert_check (oidc_client_check_auth_params, "prompt=|hd=a=b c|x=zo\xc3\xab", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (no_pair); i++)
    assert_check (oidc_client_check_auth_params, no_pair[i], "NAME=VALUE");
  assert_check (oidc_client_check_auth_params, "hd=1|request=x", "“request” belongs");
  assert_check (oidc_client_check_auth_params, "hd=1|x=2|hd=", "given more than once");
  assert_check (oidc_client_check_auth_params, "max_age=", NULL);
  assert_check (oidc_client_check_auth_params, "max_age=0", NULL);
  assert_check (oidc_client_check_auth_params, "max_age=3600", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (no_age); i++)
    assert_check (oidc_client_check_auth_params, no_age[i], "whole number of seconds");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/append-parameter", test_append_parameter);
  g_test_add_func ("/client/public", test_public);
  g_test_add_func ("/client/basic", test_basic);
  g_test_add_func ("/client/post", test_post);
  g_test_add_func ("/client/no-secret", test_no_secret);
  g_test_add_func ("/client/reserved", test_reserved);
  g_test_add_func ("/client/check-scopes", test_check_scopes);
  g_test_add_func ("/client/check-auth-params", test_check_auth_params);
  return g_test_run ();
}
