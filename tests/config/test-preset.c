/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset-marks.h"
#include "preset-read.h"
#include "presets.h"

static void
assert_preset (const char *uri, const char *title, const char *redirect_uri)
{
  const TesseraPreset *preset = tessera_presets_find (NULL, uri);

  g_assert_nonnull (preset);
  g_assert_cmpstr (preset->title, ==, title);
  if (redirect_uri != NULL)
    g_assert_cmpstr (preset->redirect_uris[0], ==, redirect_uri);
  else
    g_assert_null (preset->redirect_uris);
}

static void
test_fixed_port (void)
{
  assert_preset ("https://acme.auth0.com/", "Auth0", "http://localhost:6363/");
  assert_preset ("https://acme.EU.auth0.com/", "Auth0", "http://localhost:6363/");
  assert_preset ("https://acme.okta.com", "Okta", "http://localhost:6363/");
  assert_preset ("https://x.oktapreview.com/oauth2/default", "Okta", "http://localhost:6363/");
  assert_preset ("https://x.okta-emea.com", "Okta", "http://localhost:6363/");
  assert_preset ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", "Amazon Cognito",
                 "http://localhost:6363/");
}

static void
test_others (void)
{
  const TesseraPreset *google = tessera_presets_find (NULL, "https://accounts.google.com");
  const TesseraPreset *github
    = tessera_presets_find (NULL, "https://github.com/login/oauth/authorize");

  g_assert_true (
    g_strv_contains ((const char *const *) google->auth_params, "access_type=offline"));
  g_assert_true (g_strv_contains ((const char *const *) google->auth_params, "prompt=consent"));
  g_assert_null (google->redirect_uris);
  g_assert_false (g_strv_contains ((const char *const *) github->scopes, "openid"));
  assert_preset ("https://gitlab.com", "GitLab", NULL);
  assert_preset ("https://login.microsoftonline.com/t/v2.0", "Microsoft Entra ID",
                 "http://localhost/");
}

/* The account's own word wins over the host; an ID that nobody knows counts as none. */
static void
test_id (void)
{
  const char *uri = "https://acme.auth0.com/";

  g_assert_cmpstr (tessera_presets_find ("okta", uri)->id, ==, "okta");
  g_assert_cmpstr (tessera_presets_find ("of-tomorrow", uri)->id, ==, "auth0");
  g_assert_null (tessera_presets_find ("of-tomorrow", NULL));
  g_assert_null (tessera_presets_find_id ("Auth0"));
}

static void
test_order (void)
{
  static const char *const first[] = { "auth0",     "okta",     "cognito", "microsoft",
                                       "google",    "keycloak", "github",  "gitlab",
                                       "authentik", "zitadel",  "ory",     "pingone",
                                       "forgejo",   "authelia", "kanidm",  "pocket-id" };
  const GPtrArray *all = tessera_presets_get_all ();

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_cmpstr (((const TesseraPreset *) all->pdata[i])->id, ==, first[i]);
}

/* Each preset asks for a client ID, says where to register, and leads to an issuer or endpoints. */
static void
test_complete (void)
{
  const GPtrArray *all = tessera_presets_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const TesseraPreset *preset = all->pdata[i];
      gboolean asks_secret = tessera_preset_get_field (preset, "client_secret") != NULL;

      g_test_message ("%s", preset->id);
      g_assert_nonnull (preset->title);
      g_assert_nonnull (preset->register_how);
      g_assert_nonnull (tessera_preset_get_field (preset, "client_id"));
      g_assert_true (preset->issuer != NULL
                     || (preset->authorization_endpoint != NULL && preset->token_endpoint != NULL));
      g_assert_true (
        preset->profile == NULL
        || (g_strv_length (preset->profile) == 3 && preset->userinfo_endpoint != NULL));
      if (preset->secret == TESSERA_PRESET_SECRET_YES)
        g_assert_true (asks_secret);
      for (guint j = 0; j < preset->fields->len; j++)
        g_assert_nonnull (((const TesseraPresetField *) preset->fields->pdata[j])->label);
      for (guint j = 0; j < preset->pastes->len; j++)
        {
          const TesseraPresetPaste *paste = preset->pastes->pdata[j];
          g_autoptr (GError) error = NULL;
          g_autoptr (GRegex) regex = g_regex_new (paste->pattern, 0, 0, &error);

          g_assert_no_error (error);
          g_assert_nonnull (regex);
        }
    }
}

static void
assert_logout (const char *uri, const char *path, const char *parameter)
{
  const TesseraPreset *preset = tessera_presets_find (NULL, uri);

  g_assert_cmpstr (preset->logout_path, ==, path);
  g_assert_cmpstr (preset->logout_parameter, ==, parameter);
}

static void
test_logout (void)
{
  assert_logout ("https://acme.auth0.com/", "/v2/logout", "returnTo");
  assert_logout ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", "/logout",
                 "logout_uri");
  assert_logout ("https://acme.okta.com", NULL, NULL);
  g_assert_true (tessera_presets_find_id ("google")->no_logout);
  g_assert_false (tessera_presets_find_id ("okta")->no_logout);
}

static void
test_none (void)
{
  static const char *const uris[] = { "https://id.example.com", "https://auth0.com.example.com",
                                      "https://evilauth0.com", "nonsense", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    g_assert_null (tessera_presets_find (NULL, uris[i]));
  g_assert_null (tessera_presets_find (NULL, NULL));
}

/* A parameter of the person's own does not cost the refresh token. */
static void
test_auth_params (void)
{
  const TesseraPreset *google = tessera_presets_find_id ("google");
  const TesseraPreset *microsoft = tessera_presets_find_id ("microsoft");
  const char *const own[] = { "hd=example.org", "prompt=select_account", NULL };
  g_auto (GStrv) merged = tessera_preset_merge_auth_params (google, (char **) own);
  g_auto (GStrv) alone = tessera_preset_merge_auth_params (google, NULL);
  g_auto (GStrv) silent = tessera_preset_merge_auth_params (microsoft, NULL);
  g_autofree char *merged_text = g_strjoinv (" ", merged);
  g_autofree char *alone_text = g_strjoinv (" ", alone);
  g_autofree char *silent_text = g_strjoinv (" ", silent);

  g_assert_cmpstr (merged_text, ==, "hd=example.org prompt=select_account access_type=offline");
  g_assert_cmpstr (alone_text, ==, "access_type=offline prompt=consent");
  g_assert_cmpstr (silent_text, ==, "prompt=");
}

typedef struct
{
  const char *name; /* of the preset; NULL: none */
  const char *issuer;
  const char *authorization_path;
  const char *token_path;
  const char *scope;  /* in scopes_supported */
  const char *member; /* of the metadata, besides */
} Marked;

static const Marked marked[] = {
  { "auth0", "https://login.example/", "/authorize", "/oauth/token", "openid",
    "mfa_challenge_endpoint" },
  { NULL, "https://login.example/", "/authorize", "/oauth/token", "openid", "revocation_endpoint" },
  { "okta", "https://login.example", "/oauth2/v1/authorize", "/oauth2/v1/token", NULL, NULL },
  { "okta", "https://login.example", "/oauth2/default/v1/authorize", "/x", NULL, NULL },
  { "keycloak", "https://login.example/realms/a", "/realms/a/protocol/openid-connect/auth", "/x",
    NULL, NULL },
  { "authentik", "https://login.example/", "/application/o/authorize/", "/x", NULL, NULL },
  { "zitadel", "https://login.example", "/oauth/v2/authorize", "/oauth/v2/token", NULL, NULL },
  { "ory", "https://login.example", "/oauth2/auth", "/oauth2/token", "offline", NULL },
  { NULL, "https://login.example", "/oauth2/auth", "/oauth2/token", "offline_access", NULL },
  { "forgejo", "https://git.example", "/login/oauth/authorize", "/login/oauth/access_token", NULL,
    NULL },
  { "authelia", "https://login.example", "/api/oidc/authorization", "/api/oidc/token", NULL, NULL },
  { "pocket-id", "https://login.example", "/authorize", "/api/oidc/token", NULL, NULL },
  { "kanidm", "https://login.example/oauth2/openid/app", "/ui/oauth2", "/oauth2/token", NULL,
    NULL },
  { "adfs", "https://login.example/adfs", "/adfs/oauth2/authorize/", "/adfs/oauth2/token/", NULL,
    NULL },
  { NULL, "https://login.example", "/authorize", "/token", "openid", NULL },
};

static void
test_metadata (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marked); i++)
    {
      const char *scopes[] = { "openid", marked[i].scope, NULL };
      const char *members[] = { "issuer", marked[i].member, NULL };
      g_autoptr (OidcProvider) provider = oidc_provider_new ();
      const TesseraPreset *preset;

      provider->issuer = g_strdup (marked[i].issuer);
      provider->authorization_endpoint
        = g_strconcat ("https://login.example", marked[i].authorization_path, NULL);
      provider->token_endpoint = g_strconcat ("https://login.example", marked[i].token_path, NULL);
      provider->scopes_supported = g_strdupv ((char **) scopes);
      provider->members = g_strdupv ((char **) members);
      preset = tessera_preset_find_by_metadata (provider);
      g_test_message ("%s", marked[i].authorization_path);
      g_assert_cmpstr (preset != NULL ? preset->id : NULL, ==, marked[i].name);
    }
}

/* The file is ours: a slip of the pen is found when it is read, and not by who signs in. */
static void
test_strict (void)
{
  static const char *const broken[] = {
    "[a]\nTitel=A\n",
    "[a]\nTitle=A\n[b field client_id]\nLabel=x\n",
    "[a]\nTitle=A\n[a field client_id]\nLable=x\n",
    "[a]\nTitle=A\n[a something 1]\nPattern=x\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autoptr (GError) error = NULL;

      g_assert_true (g_key_file_load_from_data (file, broken[i], (gsize) -1, 0, NULL));
      g_assert_null (tessera_preset_read (file, &error));
      g_assert_nonnull (error);
    }
}

static void
test_expand (void)
{
  g_autoptr (GHashTable) variables = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;

  g_hash_table_insert (variables, (gpointer) "a", (gpointer) "{b}");
  text = tessera_preset_expand ("x{a}y{a}", variables);
  g_assert_cmpstr (text, ==, "x{b}y{b}");
  g_assert_null (tessera_preset_expand ("{b}", variables));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-preset/fixed-port", test_fixed_port);
  g_test_add_func ("/account-preset/others", test_others);
  g_test_add_func ("/account-preset/id", test_id);
  g_test_add_func ("/account-preset/order", test_order);
  g_test_add_func ("/account-preset/complete", test_complete);
  g_test_add_func ("/account-preset/logout", test_logout);
  g_test_add_func ("/account-preset/none", test_none);
  g_test_add_func ("/account-preset/auth-params", test_auth_params);
  g_test_add_func ("/account-preset/metadata", test_metadata);
  g_test_add_func ("/account-preset/strict", test_strict);
  g_test_add_func ("/account-preset/expand", test_expand);
  return g_test_run ();
}
