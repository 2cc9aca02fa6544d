/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issuer-entry.h"

#include "oidc-uri.h"

#define BLANKS     TESSERA_ISSUER_ENTRY_BLANKS
#define SCHEME     TESSERA_ISSUER_ENTRY_SCHEME
#define WELL_KNOWN TESSERA_ISSUER_ENTRY_WELL_KNOWN
#define QUERY      TESSERA_ISSUER_ENTRY_QUERY
#define CONSOLE    TESSERA_ISSUER_ENTRY_CONSOLE
#define SLASH      TESSERA_ISSUER_ENTRY_SLASH
#define HOST       TESSERA_ISSUER_ENTRY_HOST

typedef struct
{
  const char *text;
  const char *candidates; /* with a blank between two */
  guint changes;
} Case;

static const Case cases[] = {
  { "https://idp.example", "https://idp.example", 0 },
  { "https://idp.example/", "https://idp.example/", 0 },
  { "https://idp.example/a/b", "https://idp.example/a/b https://idp.example/a https://idp.example",
    0 },
  { "https://idp.example/a/b/",
    "https://idp.example/a/b/ https://idp.example/a https://idp.example", 0 },
  { "https://idp.example/a//b",
    "https://idp.example/a//b https://idp.example/a https://idp.example", 0 },
  { " \thttps://idp.example\n", "https://idp.example", BLANKS },
  { "\xc2\xa0https://idp.example\xe2\x80\x8b", "https://idp.example", BLANKS },
  { "\"https://idp.example\"", "https://idp.example", BLANKS },
  { "<https://idp.example>", "https://idp.example", BLANKS },
  { "“https://idp.example”", "https://idp.example", BLANKS },
  { "‚https://idp.example’, ", "https://idp.example", BLANKS },
  { "https://idp.example/a.", "https://idp.example/a https://idp.example", BLANKS },
  { "idp.example", "https://idp.example", SCHEME },
  { "bücher.example/a", "https://xn--bcher-kva.example/a https://xn--bcher-kva.example",
    SCHEME | HOST },
  { "idp.example:8443/a", "https://idp.example:8443/a https://idp.example:8443", SCHEME },
  { "//idp.example", "https://idp.example", SCHEME },
  { "HTTPS://idp.example", "https://idp.example", SCHEME },
  { "localhost:8080", "http://localhost:8080", SCHEME },
  { "127.0.0.1:8080/realms/a",
    "http://127.0.0.1:8080/realms/a http://127.0.0.1:8080/realms http://127.0.0.1:8080", SCHEME },
  { "idp.example/?next=https://x.example", "https://idp.example/", SCHEME | QUERY },
  { "http://idp.example", "http://idp.example", 0 },
  { "https://idp.example/.well-known/openid-configuration", "https://idp.example", WELL_KNOWN },
  { "https://idp.example/.well-known/openid-configuration/", "https://idp.example", WELL_KNOWN },
  { " https://idp.example/a/.well-known/openid-configuration?x=1#y",
    "https://idp.example/a https://idp.example", BLANKS | WELL_KNOWN | QUERY },
  { "https://idp.example/.well-known/jwks.json", "https://idp.example", WELL_KNOWN },
  { "https://idp.example/.well-known/oauth-authorization-server", "https://idp.example",
    WELL_KNOWN },
  { "https://idp.example/.well-known/oauth-authorization-server/a/b",
    "https://idp.example/a/b https://idp.example/a https://idp.example", WELL_KNOWN },
  { "https://idp.example/.well-known/openid-configuration/a",
    "https://idp.example/a https://idp.example", WELL_KNOWN },
  { "https://idp.example/a?client_id=b", "https://idp.example/a https://idp.example", QUERY },
  { "https://idp.example/#/login", "https://idp.example/", QUERY },
  { "https://kc.example/admin/master/console/#/staff/clients",
    "https://kc.example/realms/staff https://kc.example/realms https://kc.example", CONSOLE },
  { "kc.example/auth/admin/master/console/#/staff",
    "https://kc.example/auth/realms/staff https://kc.example/auth/realms https://kc.example/auth "
    "https://kc.example",
    SCHEME | CONSOLE },
  { "https://manage.auth0.com/dashboard/eu/acme/applications/x/settings",
    "https://acme.eu.auth0.com/", CONSOLE },
  { "https://kc.example/admin/staff/console",
    "https://kc.example/realms/staff https://kc.example/realms https://kc.example", CONSOLE },
  { "https://acme-admin.okta.com/admin/apps/active", "https://acme.okta.com", CONSOLE },
  { "https://acme-admin.okta-gov.com/", "https://acme.okta-gov.com", CONSOLE },
  { "https://acme-admin.okta.mil/", "https://acme.okta.mil", CONSOLE },
  { "https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_Ab3/"
    "info?region=x",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3 "
    "https://cognito-idp.eu-west-1.amazonaws.com",
    CONSOLE },
  { "https://console.cloud.google.com/apis/credentials?project=p", "https://accounts.google.com",
    CONSOLE },
  { "https://portal.azure.com/#@acme.onmicrosoft.com/resource/x",
    "https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0 "
    "https://login.microsoftonline.com/acme.onmicrosoft.com https://login.microsoftonline.com",
    CONSOLE },
  { "acme.auth0.com", "https://acme.auth0.com/", SCHEME | SLASH },
  { "https://acme.auth0.com/.well-known/openid-configuration", "https://acme.auth0.com/",
    WELL_KNOWN | SLASH },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TesseraIssuerEntry) entry = tessera_issuer_entry_parse (cases[i].text);
      g_autofree char *candidates = g_strjoinv (" ", entry->candidates);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (candidates, ==, cases[i].candidates);
      g_assert_cmpuint (entry->changes, ==, cases[i].changes);
    }
}

static void
test_nothing (void)
{
  g_assert_null (tessera_issuer_entry_parse (""));
  g_assert_null (tessera_issuer_entry_parse (" \n\t"));
  g_assert_null (tessera_issuer_entry_parse ("\"\""));
}

/* What a stranger may have put on the clipboard is read, or at least survived. */
static void
test_odd (void)
{
  static const char *const texts[]
    = { "://", "/", "?", "#", "https://", "\xff\xfe", "a b", "://a" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TesseraIssuerEntry) entry = tessera_issuer_entry_parse (texts[i]);

      g_assert_nonnull (entry->candidates[0]);
    }
}

/* No text has a thousand addresses asked. */
static void
test_many_parents (void)
{
  g_autoptr (GString) text = g_string_new ("https://idp.example");
  g_autoptr (TesseraIssuerEntry) entry = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "/a");
  entry = tessera_issuer_entry_parse (text->str);
  g_assert_cmpstr (entry->candidates[0], ==, text->str);
  g_assert_cmpuint (g_strv_length (entry->candidates), <, 20);
}

static void
test_guess (void)
{
  gboolean changed;
  g_autofree char *same = tessera_issuer_entry_guess ("https://idp.example/", &changed);
  g_autofree char *other = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpstr (same, ==, "https://idp.example/");
  g_assert_false (changed);
  other = tessera_issuer_entry_guess ("idp.example ", &changed);
  g_assert_cmpstr (other, ==, "https://idp.example");
  g_assert_true (changed);
  none = tessera_issuer_entry_guess (" ", NULL);
  g_assert_cmpstr (none, ==, "");
}

static void
test_take (void)
{
  static const char *const taken[][2] = {
    { "https://idp.example", "https://idp.example" },
    { " https://idp.example/ ", "https://idp.example/" },
    { "“https://idp.example/a”.", "https://idp.example/a" },
    { "idp.example ", "https://idp.example" },
    { "idp.example:8443/a", "https://idp.example:8443/a" },
    { "idp:8443", "https://idp:8443" },
    { "localhost:8080", "http://localhost:8080" },
    { "[::1]:8080/a", "http://[::1]:8080/a" },
    { "HTTPS://IdP.example/", "https://IdP.example/" },
    { "https://bücher.example/", "https://xn--bcher-kva.example/" },
    { "https://idp.example/a/.well-known/openid-configuration", "https://idp.example/a" },
    { "https://idp.example/.well-known/openid-configuration?appid=1", "https://idp.example" },
    { "https://acme.auth0.com/.well-known/openid-configuration", "https://acme.auth0.com/" },
    { "https://acme.auth0.com", "https://acme.auth0.com/" },
    { "https://manage.auth0.com/dashboard/eu/acme/apis", "https://acme.eu.auth0.com/" },
    { "https://kc.example/admin/staff/console/", "https://kc.example/realms/staff" },
  };
  /* Nobody can tell what these mean: they stay, and the check of an account refuses them. */
  static const char *const left[] = { "https://idp.example/?a=b",
                                      "https://idp.example/#/login",
                                      "idp",
                                      "okta",
                                      "an issuer",
                                      "me@idp.example",
                                      "http://idp.example",
                                      "ftp://idp.example",
                                      "https://",
                                      "",
                                      " " };

  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *issuer = tessera_issuer_entry_take (taken[i][0]);

      g_assert_cmpstr (issuer, ==, taken[i][1]);
      g_assert_true (oidc_uri_check_issuer (issuer, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *issuer = tessera_issuer_entry_take (left[i]);

      g_assert_cmpstr (issuer, ==, left[i]);
      g_assert_false (oidc_uri_check_issuer (issuer, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/issuer-entry/cases", test_cases);
  g_test_add_func ("/issuer-entry/nothing", test_nothing);
  g_test_add_func ("/issuer-entry/odd", test_odd);
  g_test_add_func ("/issuer-entry/many-parents", test_many_parents);
  g_test_add_func ("/issuer-entry/guess", test_guess);
  g_test_add_func ("/issuer-entry/take", test_take);
  return g_test_run ();
}
