/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-end-session.h"

#include "oidc-error.h"

static void
assert_uri (char *found, const char *wanted)
{
  g_autofree char *uri = found;

  g_assert_cmpstr (uri, ==, wanted);
}

static void
test_openid (void)
{
  g_autoptr (GError) error = NULL;

  assert_uri (oidc_end_session_uri ("https://id.example/logout", "tessera app", "h.p.s",
                                    "http://127.0.0.1:6363/", "s-1", &error),
              "https://id.example/logout?id_token_hint=h.p.s&client_id=tessera+app"
              "&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A6363%2F&state=s-1");
  g_assert_no_error (error);
}

static void
test_own_query (void)
{
  const char *rest = "id_token_hint=t&client_id=c&post_logout_redirect_uri=u&state=s";
  static const char *const endpoints[]
    = { "https://id.example/?", "https://id.example/?p=policy&", "https://id.example/?p=policy" };

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autofree char *wanted = g_strconcat (endpoints[i], i == 2 ? "&" : "", rest, NULL);

      assert_uri (oidc_end_session_uri (endpoints[i], "c", "t", "u", "s", NULL), wanted);
    }
}

static void
test_own_form (void)
{
  assert_uri (oidc_end_session_own_uri ("https://acme.auth.eu-west-1.amazoncognito.com/logout", "c",
                                        "logout_uri", "http://localhost:6363/", NULL),
              "https://acme.auth.eu-west-1.amazoncognito.com/logout?client_id=c"
              "&logout_uri=http%3A%2F%2Flocalhost%3A6363%2F");
}

/* Nothing is sent twice, and no token into a fragment. */
static void
test_refused (void)
{
  static const char *const endpoints[] = { "https://id.example/#x", "https://id.example/?state=1",
                                           "https://id.example/?a=b&client_id=" };

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_end_session_uri (endpoints[i], "c", "t", "u", "s", &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
    }
  g_assert_null (
    oidc_end_session_own_uri ("https://id.example/?returnTo=x", "c", "returnTo", "u", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/end-session/openid", test_openid);
  g_test_add_func ("/end-session/own-query-is-kept", test_own_query);
  g_test_add_func ("/end-session/own-form", test_own_form);
  g_test_add_func ("/end-session/refused", test_refused);
  return g_test_run ();
}
