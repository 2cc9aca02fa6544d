/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset-recognize.h"

typedef struct
{
  const char *pasted;
  const char *preset; /* NULL: nothing fits */
  const char *values; /* "key=value key=value", sorted by the key; "": none */
  const char *advice; /* (nullable) what it has to say */
} Pasted;

#define POOL   "eu-central-1_AbCd12345"
#define TENANT "11111111-2222-3333-4444-555555555555"
#define CLIENT "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"

static const Pasted pasted[] = {
  { "acme.eu.auth0.com", "auth0", "domain=https://acme.eu.auth0.com", NULL },
  { "„acme.eu.auth0.com“.", "auth0", "domain=https://acme.eu.auth0.com", NULL },
  { " https://acme.auth0.com/.well-known/openid-configuration\n", "auth0",
    "domain=https://acme.auth0.com", NULL },
  { "https://ACME.auth0.com/authorize?x=y", "auth0", "domain=https://ACME.auth0.com", NULL },
  { "https://manage.auth0.com/dashboard/eu/acme/applications", "auth0",
    "domain=https://acme.eu.auth0.com", NULL },
  { "https://manage.auth0.com/", "auth0", "", "Domain" },
  { "https://evilauth0.com/", NULL, NULL, NULL },
  { "https://acme.auth0.com.example.org/", NULL, NULL, NULL },
  { "https://acme.okta.com/oauth2/aus123/.well-known/openid-configuration", "okta",
    "domain=https://acme.okta.com server=aus123", NULL },
  { "https://acme.okta.com/oauth2/v1/authorize", "okta", "domain=https://acme.okta.com server=org",
    NULL },
  { "https://acme.okta.com/.well-known/openid-configuration", "okta",
    "domain=https://acme.okta.com server=org", NULL },
  { "acme.okta.com/.well-known/oauth-authorization-server/oauth2/aus1", "okta",
    "domain=https://acme.okta.com server=aus1", NULL },
  { "https://acme-admin.okta.mil/", "okta", "domain=https://acme.okta.mil", NULL },
  { "https://acme.okta-gov.com/oauth2/default", "okta",
    "domain=https://acme.okta-gov.com server=default", NULL },
  { "https://acme-admin.okta.com/admin/app/oidc_client/instance/0oaAb1/#tab-general", "okta",
    "client_id=0oaAb1 domain=https://acme.okta.com", NULL },
  { "https://acme-admin.okta.com/admin/apps/active", "okta", "domain=https://acme.okta.com", NULL },
  { "acme.oktapreview.com", "okta", "domain=https://acme.oktapreview.com", NULL },
  { "https://cognito-idp.eu-central-1.amazonaws.com/" POOL "/.well-known/jwks.json", "cognito",
    "pool=" POOL, NULL },
  { "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/" POOL, "cognito", "pool=" POOL, NULL },
  { "https://eu-central-1.console.aws.amazon.com/cognito/v2/idp/user-pools/" POOL "/users",
    "cognito", "pool=" POOL, NULL },
  { POOL, "cognito", "pool=" POOL, NULL },
  { "https://acme.auth.eu-central-1.amazoncognito.com/login?client_id=x", "cognito", "",
    "User pool ID" },
  { "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/authorize", "microsoft",
    "tenant=" TENANT, NULL },
  { "https://login.microsoftonline.com/common/oauth2/authorize", "microsoft", "",
    "Directory (tenant) ID" },
  { "organizations", "microsoft", "", "Directory (tenant) ID" },
  { "https://entra.microsoft.com/#view/X/~/Overview/appId/" CLIENT "/isMSAApp~/false", "microsoft",
    "client_id=" CLIENT, "Directory (tenant) ID" },
  { "https://portal.azure.com/#home", "microsoft", "", "Directory (tenant) ID" },
  { "https://portal.azure.com/#@acme.onmicrosoft.com/resource/x", "microsoft",
    "tenant=acme.onmicrosoft.com", NULL },
  { "https://login.microsoftonline.com/consumers/v2.0", "microsoft", "tenant=personal", NULL },
  { "consumers", "microsoft", "tenant=personal", NULL },
  { "https://sts.windows.net/" TENANT "/", "microsoft", "tenant=" TENANT, NULL },
  { CLIENT " " TENANT, "microsoft", "client_id=" CLIENT " tenant=" TENANT, NULL },
  { "123-abc.apps.googleusercontent.com", "google", "client_id=123-abc.apps.googleusercontent.com",
    NULL },
  { "accounts.google.com", "google", "", NULL },
  { "{\"installed\": {\"client_id\": \"123\", \"client_secret\": \"s\", \"x\": [1]}}", "google",
    "client_id=123 client_secret=s", NULL },
  { "{\"web\": {\"client_id\": \"123\", \"client_secret\": \"s\"}}", "google", "", "Desktop app" },
  { "{\"installed\": 1}", "google", "", "Desktop app" },
  { "{\"other\": {}}", NULL, NULL, NULL },
  { "{", NULL, NULL, NULL },
  { "https://login.example.org/realms/work/protocol/openid-connect/auth?x", "keycloak",
    "realm=work server=https://login.example.org", NULL },
  { "https://login.example.org/auth/realms/work/account", "keycloak",
    "realm=work server=https://login.example.org/auth", NULL },
  { "https://login.example.org/.well-known/oauth-authorization-server/realms/work", "keycloak",
    "realm=work server=https://login.example.org", NULL },
  { "https://login.example.org/admin/work/console/", "keycloak",
    "realm=work server=https://login.example.org", NULL },
  { "https://login.example.org/admin/master/console/#/work/clients", "keycloak",
    "realm=work server=https://login.example.org", NULL },
  { "https://login.example.org/auth/admin/master/console/", "keycloak",
    "server=https://login.example.org/auth", NULL },
  { "https://git.example.org/admin/users", NULL, NULL, NULL },
  { "http://127.0.0.1:8080/realms/work", "keycloak", "realm=work server=http://127.0.0.1:8080",
    NULL },
  { "https://github.com/settings/applications/123", "github", "", NULL },
  { "https://gitlab.example.org/users/sign_in", "gitlab", "server=https://gitlab.example.org",
    NULL },
  { "https://git.example.org/-/user_settings/applications", "gitlab",
    "server=https://git.example.org", NULL },
  { "https://git.example.org/oauth/applications/12", "gitlab", "server=https://git.example.org",
    NULL },
  { "https://login.example.org/application/o/grafana/.well-known/openid-configuration", "authentik",
    "server=https://login.example.org slug=grafana", NULL },
  { "https://login.example.org/application/o/authorize/?client_id=x", "authentik",
    "server=https://login.example.org", NULL },
  { "https://login.example.org/if/admin/#/core/applications", "authentik",
    "server=https://login.example.org", NULL },
  { "acme-abc123.zitadel.cloud", "zitadel", "domain=https://acme-abc123.zitadel.cloud", NULL },
  { "https://happy-hopper.projects.oryapis.com/ui", "ory",
    "server=https://happy-hopper.projects.oryapis.com", NULL },
  { "https://auth.pingone.eu/" TENANT "/as/authorize", "pingone",
    "environment=" TENANT " region=eu", NULL },
  { "https://console.pingone.com.au/?env=x", "pingone", "region=com.au", NULL },
  { "auth.pingone.eu", "pingone", "region=eu", NULL },
  { "codeberg.org", "forgejo", "server=https://codeberg.org", NULL },
  { "https://git.example.org/user/settings/applications", "forgejo",
    "server=https://git.example.org", NULL },
  { "https://git.example.org/login/oauth/authorize?x", "forgejo", "server=https://git.example.org",
    NULL },
  { "https://idm.example.org/oauth2/openid/app/.well-known/openid-configuration", "kanidm",
    "client_id=app server=https://idm.example.org", NULL },
  { "https://acme--dev.sandbox.lightning.force.com/lightning/setup", "salesforce",
    "server=https://acme--dev.sandbox.my.salesforce.com", NULL },
  { "https://acme.my.salesforce-setup.com/", "salesforce", "server=https://acme.my.salesforce.com",
    NULL },
  { "https://aai-dev.egi.eu/auth/realms/egi/account", "egi", "server=https://aai-dev.egi.eu",
    NULL },
  { "acme.onelogin.com", "onelogin", "server=https://acme.onelogin.com", NULL },
  { "https://acme.cloudflareaccess.com/cdn-cgi/access/sso/oidc/abc/authorization", "cloudflare",
    "client_id=abc server=https://acme.cloudflareaccess.com", NULL },
  { "https://sso-abc.sso.duosecurity.com/oidc/DI1/.well-known/openid-configuration", "duo",
    "client_id=DI1 server=https://sso-abc.sso.duosecurity.com", NULL },
  { "https://oauth.id.eu.jumpcloud.com/", "jumpcloud", "region=eu", NULL },
  { "https://oauth.id.jumpcloud.com/", "jumpcloud", "", NULL },
  { "https://login.example.org/", NULL, NULL, NULL },
  { "", NULL, NULL, NULL },
  { "not an address", NULL, NULL, NULL },
};

static char *
describe (GHashTable *values)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (values), (GCompareFunc) g_strcmp0);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *key = keys; key != NULL; key = key->next)
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", (char *) key->data,
                            (char *) g_hash_table_lookup (values, key->data));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_pasted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_autoptr (TesseraPresetMatch) match = tessera_preset_recognize (pasted[i].pasted);
      g_autofree char *values = match != NULL ? describe (match->values) : NULL;

      g_test_message ("%s", pasted[i].pasted);
      g_assert_cmpstr (match != NULL ? match->preset->id : NULL, ==, pasted[i].preset);
      g_assert_cmpstr (values, ==, pasted[i].values);
      if (match == NULL)
        continue;
      g_assert_true ((match->advice != NULL) == (pasted[i].advice != NULL));
      if (match->advice != NULL)
        g_assert_nonnull (g_strstr_len (match->advice, -1, pasted[i].advice));
    }
}

/* Whatever is in the clipboard may be pasted. */
static void
test_hostile (void)
{
  g_autofree char *slashes = g_strnfill (1000000, '/');
  g_autofree char *dots = g_strnfill (4000, '.');

  g_assert_null (tessera_preset_recognize (slashes));
  g_assert_null (tessera_preset_recognize (dots));
  g_assert_null (tessera_preset_recognize ("\xff\xfe.auth0.com"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset-recognize/pasted", test_pasted);
  g_test_add_func ("/preset-recognize/hostile", test_hostile);
  return g_test_run ();
}
