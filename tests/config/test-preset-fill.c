/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset-fill.h"

#include "config-error.h"
#include "presets.h"

#define UUID "11111111-2222-3333-4444-555555555555"

/* "key=value key=value" */
static GHashTable *
make_values (const char *text)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = g_strsplit (text, "|", -1);

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      g_hash_table_insert (values, g_strdup (pair[0]), g_strdup (pair[1]));
    }
  return values;
}

typedef struct
{
  const char *preset;
  const char *values;
  const char *issuer; /* or the token endpoint where there is none; NULL: nothing follows */
  const char *name;   /* that is suggested; NULL: not looked at */
} Filled;

static const Filled filled[] = {
  { "auth0", "domain=acme.eu.auth0.com|client_id=x", "https://acme.eu.auth0.com/", "Auth0 – acme" },
  { "auth0", "domain= https://ACME.auth0.com/login?x#y \n|client_id=x", "https://acme.auth0.com/",
    NULL },
  { "auth0", "domain=“acme.auth0.com”.|client_id=x", "https://acme.auth0.com/", NULL },
  { "auth0", "domain=https://acme.auth0.com./|client_id=x", "https://acme.auth0.com/", NULL },
  { "okta", "domain=acme.okta.com|client_id=x", "https://acme.okta.com/oauth2/default",
    "Okta – acme" },
  { "okta", "domain=acme|client_id=x|server=org", "https://acme.okta.com", NULL },
  { "okta", "domain=login.acme.example|client_id=x|server=aus1",
    "https://login.acme.example/oauth2/aus1", NULL },
  { "okta", "domain=acme.okta.com|client_id=x|server=", "https://acme.okta.com/oauth2/default",
    NULL },
  { "cognito", "pool=eu-west-1_Ab1|client_id=x",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1", "Amazon Cognito" },
  { "cognito", "pool=„eu-west-1_Ab1“|client_id=x",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1", NULL },
  { "cognito", "pool=nonsense|client_id=x", NULL, NULL },
  { "microsoft", "tenant=" UUID "|client_id=x", "https://login.microsoftonline.com/" UUID "/v2.0",
    "Microsoft Entra ID" },
  { "microsoft", "tenant=https://example.com/|client_id=x", NULL, NULL },
  { "microsoft", "tenant=Personal|client_id=x",
    "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", NULL },
  { "google", "client_id=x", "https://accounts.google.com", "Google" },
  { "keycloak", "server=login.example.org|realm=a b/c|client_id=x",
    "https://login.example.org/realms/a%20b%2Fc", "Keycloak – login.example.org" },
  { "keycloak", "server=https://login.example.org/auth/admin/|realm=work|client_id=x",
    "https://login.example.org/auth/realms/work", NULL },
  { "keycloak", "server=https://login.example.org/authority|realm=work|client_id=x",
    "https://login.example.org/realms/work", NULL },
  { "keycloak", "server=http://127.0.0.1:8080/|realm=work|client_id=x",
    "http://127.0.0.1:8080/realms/work", NULL },
  { "keycloak", "server=[::1]:8080|realm=work|client_id=x", "https://[::1]:8080/realms/work",
    NULL },
  { "keycloak", "server=not an address|realm=work|client_id=x", NULL, NULL },
  { "keycloak", "server=https://me:pw@login.example.org|realm=work|client_id=x", NULL, NULL },
  { "keycloak", "server=login.example.org|client_id=x", NULL, NULL },
  { "keycloak", "server=login.example.org|realm= |client_id=x", NULL, NULL },
  { "keycloak", "server=login.example.org|realm=work|client_id=x|domain=y", NULL, NULL },
  { "github", "client_id=x", "https://github.com/login/oauth/access_token", "GitHub" },
  { "gitlab", "client_id=x", "https://gitlab.com", NULL },
  { "gitlab", "server=git.example.org/-/profile|client_id=x", "https://git.example.org", NULL },
  { "authentik", "server=login.example.org|slug=app|client_id=x",
    "https://login.example.org/application/o/app/", NULL },
  { "zitadel", "domain=acme-abc|client_id=x", "https://acme-abc.zitadel.cloud",
    "Zitadel – acme-abc" },
  { "ory", "server=happy-hopper|client_id=x", "https://happy-hopper.projects.oryapis.com", NULL },
  { "ory", "server=localhost:4444|client_id=x", "https://localhost:4444", NULL },
  { "pingone", "environment=" UUID "|client_id=x|region=eu", "https://auth.pingone.eu/" UUID "/as",
    NULL },
  { "pingone", "environment=" UUID "|client_id=x|region=EU", "https://auth.pingone.eu/" UUID "/as",
    NULL },
  { "pingone", "environment=" UUID "|client_id=x|region=AU",
    "https://auth.pingone.com.au/" UUID "/as", NULL },
  { "pingone", "environment=" UUID "|client_id=x|region=us", "https://auth.pingone.com/" UUID "/as",
    NULL },
  { "forgejo", "client_id=x", "https://codeberg.org", NULL },
  { "authelia", "server=login.example.org|client_id=x", "https://login.example.org", NULL },
  { "kanidm", "server=idm.example.org|client_id=app", "https://idm.example.org/oauth2/openid/app",
    NULL },
  { "pocket-id", "server=id.example.org|client_id=x", "https://id.example.org", NULL },
  { "huggingface", "client_id=x", "https://huggingface.co", NULL },
  { "egi", "client_id=x", "https://aai.egi.eu/auth/realms/egi", NULL },
  { "egi", "server=aai-dev.egi.eu|client_id=x", "https://aai-dev.egi.eu/auth/realms/egi", NULL },
  { "indigo-iam", "server=iam.example.org|client_id=x", "https://iam.example.org/", NULL },
  { "jumpcloud", "client_id=x", "https://oauth.id.jumpcloud.com/", NULL },
  { "jumpcloud", "client_id=x|region=US", "https://oauth.id.jumpcloud.com/", NULL },
  { "jumpcloud", "client_id=x|region=EU", "https://oauth.id.eu.jumpcloud.com/", NULL },
  { "onelogin", "server=acme|client_id=x", "https://acme.onelogin.com/oidc/2", NULL },
  { "duo", "server=sso-1.sso.duosecurity.com|client_id=DI1",
    "https://sso-1.sso.duosecurity.com/oidc/DI1", NULL },
  { "cloudflare", "server=acme|client_id=abc",
    "https://acme.cloudflareaccess.com/cdn-cgi/access/sso/oidc/abc", NULL },
  { "adfs", "server=adfs.example.org|client_id=x", "https://adfs.example.org/adfs", NULL },
  { "spotify", "client_id=x", "https://accounts.spotify.com/api/token", NULL },
  { "linear", "client_id=x", "https://api.linear.app/oauth/token", NULL },
  { "discord", "client_id=x", "https://discord.com/api/oauth2/token", NULL },
  { "dropbox", "client_id=x", "https://api.dropboxapi.com/oauth2/token", NULL },
  { "bitbucket", "client_id=x", "https://bitbucket.org/site/oauth2/access_token", NULL },
  { "atlassian", "client_id=x", "https://auth.atlassian.com/oauth/token", NULL },
  { "digitalocean", "client_id=x", "https://cloud.digitalocean.com/v1/oauth/token", NULL },
  { "salesforce", "server=acme|client_id=x", "https://acme.my.salesforce.com", NULL },
  { "slack", "client_id=x", "https://slack.com", NULL },
  { "github-enterprise", "server=git.example.org|client_id=x",
    "https://git.example.org/login/oauth/access_token", NULL },
};

static void
test_filled (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (filled); i++)
    {
      const TesseraPreset *preset = tessera_presets_find_id (filled[i].preset);
      g_autoptr (GHashTable) values = make_values (filled[i].values);
      g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", filled[i].preset, filled[i].values);
      g_hash_table_add (seen, (gpointer) filled[i].preset);
      if (filled[i].issuer == NULL)
        {
          g_assert_false (tessera_preset_fill (preset, values, config, &error));
          g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
          continue;
        }
      g_assert_true (tessera_preset_fill (preset, values, config, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (config->issuer != NULL ? config->issuer : config->token_endpoint, ==,
                       filled[i].issuer);
      g_assert_cmpstr (config->preset, ==, filled[i].preset);
      name = tessera_preset_suggest_name (preset, config);
      if (filled[i].name != NULL)
        g_assert_cmpstr (name, ==, filled[i].name);
      /* Without its name, which the person chooses, an account that can be added. */
      config->name = g_steal_pointer (&name);
      g_assert_true (tessera_account_config_check (config, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, tessera_presets_get_all ()->len);
}

/* The values that go into the account as they are, without the blanks that consoles copy along. */
static void
test_taken (void)
{
  const TesseraPreset *auth0 = tessera_presets_find_id ("auth0");
  const TesseraPreset *enterprise = tessera_presets_find_id ("github-enterprise");
  g_autoptr (GHashTable) values
    = make_values ("domain=a.auth0.com|client_id= id \n|audience= https://api.example ");
  g_autoptr (GHashTable) other
    = make_values ("server=git.example.org|client_id=x|client_secret=hidden");
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (TesseraAccountConfig) second = tessera_account_config_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tessera_preset_fill (auth0, values, config, &error));
  g_assert_cmpstr (config->client_id, ==, "id");
  g_assert_cmpstr (config->audience, ==, "https://api.example");
  g_assert_true (tessera_preset_fill (enterprise, other, second, &error));
  g_assert_null (second->issuer);
  g_assert_cmpstr (second->authorization_endpoint, ==,
                   "https://git.example.org/login/oauth/authorize");
  g_assert_cmpstr (second->userinfo_endpoint, ==, "https://git.example.org/api/v3/user");
}

static void
test_shape (void)
{
  const TesseraPreset *microsoft = tessera_presets_find_id ("microsoft");
  const TesseraPreset *cognito = tessera_presets_find_id ("cognito");
  const TesseraPresetField *tenant = tessera_preset_get_field (microsoft, "tenant");
  const TesseraPresetField *audience = tessera_preset_get_field (microsoft, "audience");
  const TesseraPresetField *pool = tessera_preset_get_field (cognito, "pool");
  const TesseraPresetField *ory
    = tessera_preset_get_field (tessera_presets_find_id ("ory"), "server");
  const TesseraPresetField *region
    = tessera_preset_get_field (tessera_presets_find_id ("pingone"), "region");

  g_assert_true (tessera_preset_field_fits (tenant, " " UUID "\n"));
  g_assert_true (tessera_preset_field_fits (tenant, "personal"));
  g_assert_false (tessera_preset_field_fits (tenant, "acme.example"));
  g_assert_true (tessera_preset_field_fits (audience, ""));
  g_assert_true (tessera_preset_field_fits (pool, "us-gov-west-1_Ab1"));
  g_assert_false (tessera_preset_field_fits (pool, "Ab1"));
  g_assert_true (tessera_preset_field_fits (ory, "https://login.example.org"));
  g_assert_false (tessera_preset_field_fits (ory, "https://console.ory.sh/projects/x"));
  g_assert_true (tessera_preset_field_fits (region, "com.au"));
  g_assert_false (tessera_preset_field_fits (region, "Europe"));
  g_assert_true (tessera_preset_field_fits (region, "AU"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset-fill/filled", test_filled);
  g_test_add_func ("/preset-fill/taken", test_taken);
  g_test_add_func ("/preset-fill/shape", test_shape);
  return g_test_run ();
}
