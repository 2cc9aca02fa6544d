/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client-setup.h"

#include "oidc-request.h"
#include "presets.h"

typedef struct
{
  const char *name;
  const char *preset;         /* (nullable) */
  const char *scopes;         /* (nullable) of the account */
  const char *offline_access; /* (nullable) of the account */
  const char *audience;       /* (nullable) of the account */
  const char *supported;      /* (nullable) scopes_supported */
  const char *wanted;         /* scopes */
} Scopes;

#define OPENID "openid profile email"

static const Scopes scopes[] = {
  { "none", NULL, NULL, NULL, NULL, NULL, OPENID },
  { "offered", NULL, NULL, NULL, NULL, "openid offline_access", OPENID " offline_access" },
  { "never", NULL, NULL, "never", NULL, "offline_access", OPENID },
  { "ask", NULL, NULL, "ask", NULL, NULL, OPENID " offline_access" },
  { "own", NULL, "read", NULL, NULL, "offline_access", "read" },
  { "own-never", NULL, "read offline_access", "never", NULL, NULL, "read offline_access" },
  { "own-ask", NULL, "read", "ask", NULL, NULL, "read offline_access" },
  { "keycloak", "keycloak", NULL, NULL, NULL, "offline_access", OPENID },
  { "keycloak-ask", "keycloak", NULL, "ask", NULL, NULL, OPENID " offline_access" },
  { "keycloak-by-name", "keycloak", "openid offline_access", NULL, NULL, NULL,
    "openid offline_access" },
  { "ory", "ory", NULL, NULL, NULL, "offline_access offline openid", OPENID " offline_access" },
  { "kanidm", "kanidm", NULL, NULL, NULL, "openid email groups", "openid email" },
  { "kanidm-silent", "kanidm", NULL, NULL, NULL, NULL, OPENID },
  { "kanidm-own", "kanidm", "openid groups", NULL, NULL, "openid", "openid groups" },
  { "github", "github", NULL, NULL, NULL, NULL, "read:user user:email" },
  { "github-own", "github", "repo", NULL, NULL, NULL, "repo" },
  { "microsoft", "microsoft", NULL, NULL, "api://1/read", "openid",
    OPENID " api://1/read offline_access" },
  { "microsoft-twice", "microsoft", "openid api://1/read", NULL, "api://1/read", NULL,
    "openid api://1/read" },
  { "zitadel", "zitadel", NULL, "never", "77", NULL,
    OPENID " urn:zitadel:iam:org:project:id:77:aud" },
};

static OidcProvider *
make_provider (const char *supported)
{
  OidcProvider *provider = oidc_provider_new ();

  provider->issuer = g_strdup ("https://login.example");
  provider->authorization_endpoint = g_strdup ("https://login.example/authorize");
  provider->scopes_supported = supported ? g_strsplit (supported, " ", -1) : NULL;
  return provider;
}

static void
test_scopes (gconstpointer data)
{
  const Scopes *test = data;
  g_autoptr (OidcProvider) provider = make_provider (test->supported);
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (OidcClient) client = NULL;
  g_autoptr (OidcRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  config->client_id = g_strdup ("x");
  config->scopes = test->scopes ? g_strsplit (test->scopes, " ", -1) : NULL;
  config->offline_access = g_strdup (test->offline_access);
  config->audience = g_strdup (test->audience);
  client
    = tessera_client_setup_new (config, tessera_presets_find_id (test->preset), provider, NULL);
  request = oidc_request_new (provider, client, "http://127.0.0.1/", &error);
  g_assert_no_error (error);
  text = g_strjoinv (" ", request->scopes);
  g_assert_cmpstr (text, ==, test->wanted);
}

/* OAuth 2.0 alone: nothing is asked for that nobody chose. */
static void
test_no_issuer (void)
{
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (OidcClient) client = tessera_client_setup_new (config, NULL, provider, NULL);

  g_assert_null (client->scopes);
}

static OidcClient *
make_for_audience (const char *preset, const char *audience)
{
  g_autoptr (OidcProvider) provider = make_provider (NULL);
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();

  config->audience = g_strdup (audience);
  config->resources = g_strsplit ("https://one.example", " ", -1);
  return tessera_client_setup_new (config, tessera_presets_find_id (preset), provider, NULL);
}

/* The audience goes where the provider looks for it. */
static void
test_audience (void)
{
  g_autoptr (OidcClient) unknown = make_for_audience (NULL, "api");
  g_autoptr (OidcClient) auth0 = make_for_audience ("auth0", "api");
  g_autoptr (OidcClient) adfs = make_for_audience ("adfs", "https://two.example");
  g_autoptr (OidcClient) microsoft = make_for_audience ("microsoft", "api");
  g_autoptr (OidcClient) atlassian = make_for_audience ("atlassian", NULL);

  g_assert_cmpstr (unknown->audience, ==, "api");
  g_assert_cmpstr (auth0->audience, ==, "api");
  g_assert_cmpuint (g_strv_length (auth0->resources), ==, 1);
  g_assert_null (adfs->audience);
  g_assert_cmpuint (g_strv_length (adfs->resources), ==, 2);
  g_assert_cmpstr (adfs->resources[1], ==, "https://two.example");
  g_assert_null (microsoft->audience);
  g_assert_cmpstr (atlassian->audience, ==, "api.atlassian.com");
}

static OidcClientAuth
choose_auth (const char *preset, const char *own, const char *methods, const char *secret)
{
  g_autoptr (OidcProvider) provider = make_provider (NULL);
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (OidcClient) client = NULL;

  provider->token_endpoint_auth_methods_supported = g_strsplit (methods, " ", -1);
  config->client_auth = g_strdup (own);
  client = tessera_client_setup_new (config, tessera_presets_find_id (preset), provider,
                                     g_strdup (secret));
  return client->auth;
}

/* The account's word, then the preset's, then the metadata's. */
static void
test_auth (void)
{
  const char *basic = "client_secret_basic";

  g_assert_cmpint (choose_auth ("github", NULL, basic, "s"), ==, OIDC_CLIENT_AUTH_POST);
  g_assert_cmpint (choose_auth ("github", "basic", basic, "s"), ==, OIDC_CLIENT_AUTH_BASIC);
  g_assert_cmpint (choose_auth ("github", NULL, basic, NULL), ==, OIDC_CLIENT_AUTH_NONE);
  g_assert_cmpint (choose_auth (NULL, NULL, basic, "s"), ==, OIDC_CLIENT_AUTH_BASIC);
  g_assert_cmpint (choose_auth (NULL, NULL, "client_secret_post", "s"), ==, OIDC_CLIENT_AUTH_POST);
}

static void
test_separator (void)
{
  g_autoptr (OidcClient) linear = make_for_audience ("linear", NULL);
  g_autoptr (OidcClient) okta = make_for_audience ("okta", NULL);

  g_assert_cmpstr (linear->scope_separator, ==, ",");
  g_assert_null (okta->scope_separator);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *path = g_strconcat ("/client-setup/scopes/", scopes[i].name, NULL);

      g_test_add_data_func (path, &scopes[i], test_scopes);
    }
  g_test_add_func ("/client-setup/no-issuer", test_no_issuer);
  g_test_add_func ("/client-setup/audience", test_audience);
  g_test_add_func ("/client-setup/auth", test_auth);
  g_test_add_func ("/client-setup/separator", test_separator);
  return g_test_run ();
}
