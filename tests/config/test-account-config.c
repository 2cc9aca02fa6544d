/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-config.h"
#include "config-error.h"

#include <string.h>

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->id = g_strdup ("work");
  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://id.example.com");
  config->client_id = g_strdup ("abc");
  return config;
}

static void
assert_invalid (TesseraAccountConfig *config)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tessera_account_config_check (config, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
set_list (char ***field, const char *value)
{
  const char *list[] = { value, NULL };

  g_strfreev (*field);
  *field = g_strdupv ((char **) list);
}

static void
test_names (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  static const char *const good[]
    = { "Work", "a", "[brackets]", "Ünï 🦊 x", "שלום", "x=y;z#", "tab-less", "--json" };
  static const char *const bad[]
    = { "",     " lead",    "trail ",       "two\nlines",   "a\tb",     "\x1b[31m",
        "\x7f", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xff\xfe", "nbsp\xc2\xa0" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      set (&config->name, good[i]);
      g_assert_true (tessera_account_config_check (config, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      set (&config->name, bad[i]);
      assert_invalid (config);
    }
  set (&config->name, NULL);
  assert_invalid (config);
}

static void
test_same_name (void)
{
  g_assert_true (tessera_account_config_same_name ("Zo\xc3\xab", "Zoe\xcc\x88"));
  g_assert_false (tessera_account_config_same_name ("Work", "work"));
  g_assert_false (tessera_account_config_same_name ("\xff", "\xff"));
}

/* What a key file writes with a backslash, and what it cannot mean. */
static void
test_escapes (void)
{
  static const struct
  {
    const char *written;
    const char *audience; /* NULL: an error */
  } values[] = { { "plain", "plain" },
                 { "a\\\\b", "a\\b" },
                 { "\\sx", " x" },
                 { "a\\tb", "a\tb" },
                 { "\xc3\xab\\\\", "\xc3\xab\\" },
                 { "\\q", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strdup_printf ("[a]\nName=A\nAudience=%s\n", values[i].written);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autoptr (TesseraAccountConfig) config = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL));
      config = tessera_account_config_from_key_file (file, "a", &error);
      if (values[i].audience != NULL)
        g_assert_cmpstr (config->audience, ==, values[i].audience);
      else
        g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
    }
}

static void
test_provider (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  static const char *const good[] = { "https://id.example.com/", "http://127.0.0.1:8080",
                                      "http://[::1]:1/x", "http://localhost/realms/a" };
  static const char *const bad[]
    = { "http://id.example.com", "id.example.com",       "https://",
        "https://a@b.example/",  "https://b.example/#x", "https://b.example/?x",
        "ftp://b.example/",      "https://b c/",         "http://127.0.0.1.example.com/",
        "https://b.example/\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      set (&config->issuer, good[i]);
      g_assert_true (tessera_account_config_check (config, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      set (&config->issuer, bad[i]);
      assert_invalid (config);
    }
  set (&config->issuer, NULL);
  assert_invalid (config);
  set (&config->authorization_endpoint, "https://github.com/login/oauth/authorize");
  assert_invalid (config);
  set (&config->token_endpoint, "https://github.com/login/oauth/access_token");
  g_assert_true (tessera_account_config_check (config, NULL));
}

/* RFC 9700 §2.6, by hand as from the metadata. */
static void
test_endpoints (void)
{
  static const char *const good[] = { "https://id.example.com/x?y=z", "http://127.0.0.1:8080/x",
                                      "http://[::1]/", "http://localhost/x" };
  static const char *const bad[]
    = { "http://id.example.com/x",     "javascript:alert(1)",       "/x",
        "https://u:p@id.example.com/", "https://id.example.com/#x", "file:///etc/passwd" };
  g_autoptr (TesseraAccountConfig) config = make_config ();
  char **const endpoints[] = {
    &config->authorization_endpoint, &config->token_endpoint,      &config->jwks_uri,
    &config->userinfo_endpoint,      &config->revocation_endpoint, &config->end_session_endpoint
  };

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (bad); j++)
        {
          set (endpoints[i], bad[j]);
          assert_invalid (config);
        }
      for (gsize j = 0; j < G_N_ELEMENTS (good); j++)
        {
          set (endpoints[i], good[j]);
          g_assert_true (tessera_account_config_check (config, NULL));
        }
    }
}

static void
test_client (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();

  set (&config->client_auth, "basic");
  g_assert_true (tessera_account_config_check (config, NULL));
  set (&config->client_auth, "jwt");
  assert_invalid (config);
  set (&config->client_auth, NULL);
  set (&config->client_id, " ~");
  g_assert_true (tessera_account_config_check (config, NULL));
  set (&config->client_id, "a\x7f");
  assert_invalid (config);
  set (&config->client_id, "caf\xc3\xa9");
  assert_invalid (config);
  set (&config->client_id, NULL);
  assert_invalid (config);
}

static void
test_redirect_uris (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  static const char *const good[]
    = { "http://127.0.0.1/", "http://localhost:6363/", "http://[::1]:7000/callback",
        "http://localhost/a/b", "http://LocalHost:6363/" };
  static const char *const bad[] = { "https://127.0.0.1/",
                                     "http://example.com/",
                                     "http://127.0.0.1",
                                     "http://127.0.0.1/?a",
                                     "http://u@127.0.0.1/",
                                     "http://127.0.0.1/#f",
                                     "http://127.0.0.2/",
                                     "tessera:/cb",
                                     "http://localhost:0/",
                                     "http://localhost:99999/",
                                     "http://127.0.0.1/a/../b",
                                     "http://127.0.0.1/<b>",
                                     "http://127.0.0.1/a b",
                                     "http://127.0.0.1/a\\b",
                                     "" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      set_list (&config->redirect_uris, good[i]);
      g_assert_true (tessera_account_config_check (config, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      set_list (&config->redirect_uris, bad[i]);
      assert_invalid (config);
    }
}

static void
test_parameters (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  static const char *const bad[]
    = { "novalue", "=x", "state=1", "client_id=x", "a b=c", "code_challenge_method=plain" };

  set_list (&config->auth_params, "prompt=consent and=more");
  g_assert_true (tessera_account_config_check (config, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      set_list (&config->auth_params, bad[i]);
      assert_invalid (config);
    }
  set_list (&config->auth_params, NULL);
  set_list (&config->scopes, "!https://api.example.com/read:all~");
  g_assert_true (tessera_account_config_check (config, NULL));
  set_list (&config->scopes, "two words");
  assert_invalid (config);
  set_list (&config->scopes, "a\"b");
  assert_invalid (config);
  set_list (&config->scopes, "a\\b");
  assert_invalid (config);
  set_list (&config->scopes, "");
  assert_invalid (config);
  set_list (&config->scopes, NULL);
  set_list (&config->resources, "urn:example:api");
  g_assert_true (tessera_account_config_check (config, NULL));
  set_list (&config->resources, "api");
  assert_invalid (config);
  set_list (&config->resources, "https://api.example.com/#part");
  assert_invalid (config);
}

static void
test_default_redirect (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_auto (GStrv) any = tessera_account_config_get_redirect_uris (config);
  g_auto (GStrv) preset = NULL;
  g_auto (GStrv) own = NULL;

  g_assert_cmpstr (any[0], ==, "http://127.0.0.1/");
  g_assert_null (any[1]);
  set (&config->issuer, "https://acme.eu.auth0.com/");
  preset = tessera_account_config_get_redirect_uris (config);
  g_assert_cmpstr (preset[0], ==, "http://localhost:6363/");
  set_list (&config->redirect_uris, "http://localhost:7777/cb");
  own = tessera_account_config_get_redirect_uris (config);
  g_assert_cmpstr (own[0], ==, "http://localhost:7777/cb");
}

static void
test_key_file (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccountConfig) read = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  set (&config->name, "a;b # [c] \\n");
  set_list (&config->auth_params, "claims={\"a\";\"b\"} x");
  set_list (&config->scopes, "openid");
  g_key_file_set_string (file, "work", "Issuer", "old");
  g_key_file_set_string (file, "work", "Audience", "old");
  g_key_file_set_string (file, "work", "Colour", "blue");
  tessera_account_config_to_key_file (config, file);
  read = tessera_account_config_from_key_file (file, "work", NULL);
  g_assert_true (tessera_account_config_equal (config, read));
  g_assert_true (g_key_file_has_key (file, "work", "Colour", NULL));
  set_list (&read->scopes, "email");
  g_assert_false (tessera_account_config_equal (config, read));
}

static void
test_by_hand (void)
{
  static const char text[] = "[me]\nName=Me\nScopes=openid profile;email\nIssuer=\n";
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TesseraAccountConfig) config = NULL;
  g_autofree char *scopes = NULL;

  g_assert_true (g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL));
  config = tessera_account_config_from_key_file (file, "me", NULL);
  scopes = g_strjoinv ("+", config->scopes);
  g_assert_cmpstr (scopes, ==, "openid+profile+email");
  g_assert_null (config->issuer);
}

static void
test_group_is_no_path (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');
  static const char *const groups[] = { "../../x", "a/b", "", ".", "accounts", "keyring", "a b" };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    g_assert_false (tessera_account_config_check_id (groups[i], NULL));
  g_assert_true (tessera_account_config_check_id ("0a-B_9", NULL));
  g_assert_true (tessera_account_config_check_id (longest, NULL));
  g_assert_false (tessera_account_config_check_id (longer, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-config/escapes", test_escapes);
  g_test_add_func ("/account-config/names", test_names);
  g_test_add_func ("/account-config/same-name", test_same_name);
  g_test_add_func ("/account-config/provider", test_provider);
  g_test_add_func ("/account-config/endpoints", test_endpoints);
  g_test_add_func ("/account-config/client", test_client);
  g_test_add_func ("/account-config/redirect-uris", test_redirect_uris);
  g_test_add_func ("/account-config/parameters", test_parameters);
  g_test_add_func ("/account-config/default-redirect", test_default_redirect);
  g_test_add_func ("/account-config/key-file", test_key_file);
  g_test_add_func ("/account-config/by-hand", test_by_hand);
  g_test_add_func ("/account-config/group-is-no-path", test_group_is_no_path);
  return g_test_run ();
}
