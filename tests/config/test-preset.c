/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset.h"

static void
assert_preset (const char *uri, const char *title, const char *redirect_uri)
{
  g_autoptr (TesseraPreset) preset = tessera_preset_find (uri);

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
  g_autoptr (TesseraPreset) google = tessera_preset_find ("https://accounts.google.com");
  g_autoptr (TesseraPreset) github
    = tessera_preset_find ("https://github.com/login/oauth/authorize");

  g_assert_true (
    g_strv_contains ((const char *const *) google->auth_params, "access_type=offline"));
  g_assert_true (g_strv_contains ((const char *const *) google->auth_params, "prompt=consent"));
  g_assert_null (google->redirect_uris);
  g_assert_false (g_strv_contains ((const char *const *) github->scopes, "openid"));
  assert_preset ("https://gitlab.com", "GitLab", NULL);
  assert_preset ("https://login.microsoftonline.com/t/v2.0", "Microsoft", "http://localhost/");
}

static void
assert_logout (const char *uri, const char *path, const char *parameter)
{
  g_autoptr (TesseraPreset) preset = tessera_preset_find (uri);

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
}

static void
test_none (void)
{
  static const char *const uris[] = { "https://id.example.com", "https://auth0.com.example.com",
                                      "https://evilauth0.com", "nonsense", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    g_assert_null (tessera_preset_find (uris[i]));
  g_assert_null (tessera_preset_find (NULL));
}

/* A parameter of the person's own does not cost the refresh token. */
static void
test_auth_params (void)
{
  g_autoptr (TesseraPreset) google = tessera_preset_find ("https://accounts.google.com");
  g_autoptr (TesseraPreset) microsoft
    = tessera_preset_find ("https://login.microsoftonline.com/tenant/v2.0");
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-preset/fixed-port", test_fixed_port);
  g_test_add_func ("/account-preset/others", test_others);
  g_test_add_func ("/account-preset/logout", test_logout);
  g_test_add_func ("/account-preset/none", test_none);
  g_test_add_func ("/account-preset/auth-params", test_auth_params);
  return g_test_run ();
}
