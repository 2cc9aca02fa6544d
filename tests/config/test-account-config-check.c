/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-config.h"
#include "config-error.h"
#include "oidc-error.h"
#include "oidc-provider.h"
#include "oidc-request.h"
#include "oidc-uri.h"

/* What `add` and the form accept is what a sign-in accepts, in the same words where it is refused.
 */

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->id = g_strdup ("work");
  config->name = g_strdup ("Work");
  config->client_id = g_strdup ("abc");
  config->authorization_endpoint = g_strdup ("https://op.example/authorize");
  config->token_endpoint = g_strdup ("https://op.example/token");
  return config;
}

static void
assert_same (const TesseraAccountConfig *config, const char *input, GError *flow, gboolean accepted)
{
  g_autofree char *printable = g_strescape (input, NULL);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", printable);
  g_assert_true (tessera_account_config_check (config, &error) == (flow == NULL));
  g_assert_true ((flow == NULL) == accepted);
  if (flow == NULL)
    return;
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_error (flow, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  g_assert_cmpstr (error->message, ==, flow->message);
}

static const struct
{
  const char *uri;
  gboolean accepted;
} uris[] = {
  { "https://example.com", TRUE },
  { "https://example.com/a%2Fb", TRUE },
  { "https://[2001:db8::1]:8443/", TRUE },
  { "http://127.0.0.1:8080/", TRUE },
  { "http://localhost/realms/x", TRUE },
  { "https://exa\\mple.com/", FALSE },
  { "https://a{b}.example/", FALSE },
  { "https://exa%40mple.com/", FALSE },
  { "https://example.com:0/", FALSE },
  { "https://example.com/a|b", FALSE },
  { "https://[::1%25eth0]/", FALSE },
  { "https://example.com/a b", FALSE },
  { "https://user@example.com/", FALSE },
  { "https://example.com/#x", FALSE },
  { "https://b\xc3\xbc\x63her.example/", FALSE },
  { "http://example.com/", FALSE },
  { "http://10.0.0.1/", FALSE },
  { "ftp://example.com/", FALSE },
  { "example.com", FALSE },
  { "", FALSE },
};

static void
test_issuers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (TesseraAccountConfig) config = make_config ();
      g_autoptr (GError) flow = NULL;

      config->issuer = g_strdup (uris[i].uri);
      (void) oidc_uri_check_issuer (uris[i].uri, &flow);
      assert_same (config, uris[i].uri, flow, uris[i].accepted);
    }
}

static void
test_endpoints (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (TesseraAccountConfig) config = make_config ();
      g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
      g_autoptr (OidcProvider) combined = NULL;
      g_autoptr (GError) flow = NULL;

      config->jwks_uri = g_strdup (uris[i].uri);
      by_hand->authorization_endpoint = g_strdup (config->authorization_endpoint);
      by_hand->token_endpoint = g_strdup (config->token_endpoint);
      by_hand->jwks_uri = g_strdup (uris[i].uri);
      combined = oidc_provider_combine (NULL, by_hand, &flow);
      assert_same (config, uris[i].uri, flow, uris[i].accepted);
    }
}

/* Makes an authorization request as a sign-in does. */
static void
assert_request (const char *scopes, const char *auth_params, gboolean accepted)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (OidcClient) client = oidc_client_new ();
  g_autoptr (OidcRequest) request = NULL;
  g_autoptr (GError) flow = NULL;

  config->scopes = scopes != NULL ? g_strsplit (scopes, "|", -1) : NULL;
  config->auth_params = auth_params != NULL ? g_strsplit (auth_params, "|", -1) : NULL;
  provider->authorization_endpoint = g_strdup (config->authorization_endpoint);
  client->client_id = g_strdup ("abc");
  client->scopes = g_strdupv (config->scopes);
  client->auth_params = g_strdupv (config->auth_params);
  request = oidc_request_new (provider, client, "http://127.0.0.1/", &flow);
  assert_same (config, scopes != NULL ? scopes : auth_params, flow, accepted);
}

static void
test_scopes (void)
{
  static const char *const good[]
    = { "openid", "openid|offline_access", "a,b", "https://x/y.read" };
  static const char *const bad[]
    = { "a b", "openid|", "\"", "a\\b", "caf\xc3\xa9", "\x7f", "a\tb", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    assert_request (good[i], NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_request (bad[i], NULL, FALSE);
}

static void
test_auth_params (void)
{
  static const char *const good[] = { "prompt=", "hd=a=b&c", "login_hint=zo\xc3\xab x",
                                      "claims={}|ui_locales=de", "max_age=3600" };
  static const char *const bad[]
    = { "novalue",    "=x",     "state=x",   "scope=openid", "request_uri=x", "a b=c",
        "\xc3\xab=x", "x=\xff", "hd=1|hd=2", "a\x7f=1",      "a\n=1",         "max_age=soon" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    assert_request (NULL, good[i], TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_request (NULL, bad[i], FALSE);
}

/* Members that take one of a few words, and what does not go with them. */
static void
test_words (void)
{
  static const struct
  {
    const char *offline_access, *id_token_alg, *client_auth, *scope;
    gboolean accepted;
  } cases[] = {
    { "ask", NULL, NULL, "openid", TRUE },         { "never", NULL, NULL, "openid", TRUE },
    { "ask", NULL, NULL, "offline_access", TRUE }, { "never", NULL, NULL, "offline_access", TRUE },
    { "always", NULL, NULL, "openid", FALSE },     { NULL, "HS256", NULL, "openid", TRUE },
    { NULL, "HS256", "post", "openid", TRUE },     { NULL, "HS256", "none", "openid", FALSE },
    { NULL, "HS512", NULL, "openid", FALSE },      { NULL, "none", NULL, "openid", FALSE },
    { NULL, "RS256", NULL, "openid", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TesseraAccountConfig) config = make_config ();
      g_autoptr (GError) error = NULL;

      g_test_message ("case %zu", i);
      config->offline_access = g_strdup (cases[i].offline_access);
      config->id_token_alg = g_strdup (cases[i].id_token_alg);
      config->client_auth = g_strdup (cases[i].client_auth);
      config->scopes = g_strsplit (cases[i].scope, " ", -1);
      g_assert_true (tessera_account_config_check (config, &error) == cases[i].accepted);
      if (!cases[i].accepted)
        g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/check/issuers", test_issuers);
  g_test_add_func ("/config/check/endpoints", test_endpoints);
  g_test_add_func ("/config/check/scopes", test_scopes);
  g_test_add_func ("/config/check/auth-params", test_auth_params);
  g_test_add_func ("/config/check/words", test_words);
  return g_test_run ();
}
