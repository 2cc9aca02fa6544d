/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-text.h"

static TesseraAccountConfig *
make_config (void)
{
  static const char *const scopes[] = { "openid", "read,write", NULL };
  static const char *const redirect_uris[]
    = { "http://127.0.0.1/a,b", "http://localhost:6363/", NULL };
  static const char *const resources[] = { "https://a.test/x,y", "urn:example:z", NULL };
  static const char *const auth_params[]
    = { "claims=1;y=2", "login_hint=a b", "path=c:\\d\\;e\\", "json={\"a\":\"\\u00e9\"}", NULL };
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://a.test");
  config->client_id = g_strdup ("client");
  config->scopes = g_strdupv ((GStrv) scopes);
  config->redirect_uris = g_strdupv ((GStrv) redirect_uris);
  config->audience = g_strdup ("https://api.test");
  config->resources = g_strdupv ((GStrv) resources);
  config->auth_params = g_strdupv ((GStrv) auth_params);
  config->authorization_endpoint = g_strdup ("https://a.test/1");
  config->token_endpoint = g_strdup ("https://a.test/2");
  config->jwks_uri = g_strdup ("https://a.test/3");
  config->userinfo_endpoint = g_strdup ("https://a.test/4");
  config->revocation_endpoint = g_strdup ("https://a.test/5");
  config->end_session_endpoint = g_strdup ("https://a.test/6");
  return config;
}

/* As the form does it: every text as it was shown, but for one. */
static TesseraAccountConfig *
edit (const TesseraAccountConfig *shown, TesseraFormTextField changed, const char *text)
{
  TesseraAccountConfig *config = tessera_account_config_copy (shown);

  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    {
      g_autofree char *untouched = tessera_form_text_show (shown, i);

      tessera_form_text_apply (config, shown, i, i == changed ? text : untouched);
    }
  return config;
}

static void
assert_list (char **list, const char *const *wanted)
{
  g_assert_nonnull (list);
  g_assert_cmpstrv (list, wanted);
}

static void
test_untouched (void)
{
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = edit (shown, TESSERA_FORM_TEXT_N_FIELDS, NULL);

  g_assert_true (tessera_account_config_equal (config, shown));
}

/* What no entry could have given stays as well, as long as nobody touches it. */
static void
test_untouched_oddity (void)
{
  static const char *const odd[] = { "https://a.test/a b", "", " c ", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = NULL;

  g_clear_pointer (&shown->resources, g_strfreev);
  shown->resources = g_strdupv ((GStrv) odd);
  g_clear_pointer (&shown->issuer, g_free);
  shown->issuer = g_strdup (" https://a.test ");
  config = edit (shown, TESSERA_FORM_TEXT_CLIENT_ID, "other");
  assert_list (config->resources, odd);
  g_assert_cmpstr (config->issuer, ==, " https://a.test ");
  g_assert_cmpstr (config->client_id, ==, "other");
}

/* Another program edits the account while the form is open. */
static void
test_edited_meanwhile (void)
{
  static const char *const newer[] = { "openid", "email", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autofree char *untouched = tessera_form_text_show (shown, TESSERA_FORM_TEXT_SCOPES);

  g_clear_pointer (&config->scopes, g_strfreev);
  config->scopes = g_strdupv ((GStrv) newer);
  tessera_form_text_apply (config, shown, TESSERA_FORM_TEXT_SCOPES, untouched);
  tessera_form_text_apply (config, shown, TESSERA_FORM_TEXT_NAME, "Home");
  assert_list (config->scopes, newer);
  g_assert_cmpstr (config->name, ==, "Home");
}

static void
test_every_field_is_its_own (void)
{
  g_autoptr (TesseraAccountConfig) shown = make_config ();

  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    {
      g_autoptr (TesseraAccountConfig) config = edit (shown, i, "x=y");

      for (guint j = 0; j < TESSERA_FORM_TEXT_N_FIELDS; j++)
        {
          g_autofree char *before = tessera_form_text_show (shown, j);
          g_autofree char *after = tessera_form_text_show (config, j);

          g_assert_cmpstr (after, ==, i == j ? "x=y" : before);
        }
    }
}

static void
test_empty_takes_out (void)
{
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (shown);
  g_autoptr (TesseraAccountConfig) empty = tessera_account_config_new ();

  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    {
      g_autofree char *text = tessera_form_text_show (empty, i);

      g_assert_cmpstr (text, ==, "");
      tessera_form_text_apply (config, shown, i, "  ");
    }
  g_assert_true (tessera_account_config_equal (config, empty));
}

static void
test_strips (void)
{
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config
    = edit (shown, TESSERA_FORM_TEXT_ISSUER, " https://b.test\n");

  g_assert_cmpstr (config->issuer, ==, "https://b.test");
}

/* RFC 6749 §3.3: a comma is a character of a scope. */
static void
test_scopes_part_at_blanks (void)
{
  static const char *const wanted[] = { "a,b", "c;d", "e", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = edit (shown, TESSERA_FORM_TEXT_SCOPES, " a,b  c;d\te ");

  assert_list (config->scopes, wanted);
}

static void
test_uris_part_at_blanks (void)
{
  static const char *const wanted[] = { "https://a.test/x,y", "https://b.test/;z", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config
    = edit (shown, TESSERA_FORM_TEXT_RESOURCES, "https://a.test/x,y https://b.test/;z");

  assert_list (config->resources, wanted);
}

static void
test_parameters_part_at_semicolons (void)
{
  static const char *const wanted[] = { "prompt=login consent", "acr_values=a,b", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config
    = edit (shown, TESSERA_FORM_TEXT_AUTH_PARAMS, "prompt=login consent; ;acr_values=a,b;");

  assert_list (config->auth_params, wanted);
}

static void
test_parameters_have_semicolons (void)
{
  static const char *const wanted[] = { "claims=1;y=2", "path=c:\\d", "end=\\", NULL };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config
    = edit (shown, TESSERA_FORM_TEXT_AUTH_PARAMS, "claims=1\\;y=2;path=c:\\d;end=\\\\");

  assert_list (config->auth_params, wanted);
}

/* A person adds one parameter, and the others go through the text unharmed. */
static void
test_lists_go_round (void)
{
  static const TesseraFormTextField fields[]
    = { TESSERA_FORM_TEXT_SCOPES, TESSERA_FORM_TEXT_REDIRECT_URIS, TESSERA_FORM_TEXT_RESOURCES,
        TESSERA_FORM_TEXT_AUTH_PARAMS };
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) nothing = tessera_account_config_new ();
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = tessera_form_text_show (shown, fields[i]);

      tessera_form_text_apply (config, nothing, fields[i], text);
    }
  assert_list (config->scopes, (const char *const *) shown->scopes);
  assert_list (config->redirect_uris, (const char *const *) shown->redirect_uris);
  assert_list (config->resources, (const char *const *) shown->resources);
  assert_list (config->auth_params, (const char *const *) shown->auth_params);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-text/untouched", test_untouched);
  g_test_add_func ("/form-text/untouched/oddity", test_untouched_oddity);
  g_test_add_func ("/form-text/untouched/edited-meanwhile", test_edited_meanwhile);
  g_test_add_func ("/form-text/every-field-is-its-own", test_every_field_is_its_own);
  g_test_add_func ("/form-text/empty-takes-out", test_empty_takes_out);
  g_test_add_func ("/form-text/strips", test_strips);
  g_test_add_func ("/form-text/scopes-part-at-blanks", test_scopes_part_at_blanks);
  g_test_add_func ("/form-text/uris-part-at-blanks", test_uris_part_at_blanks);
  g_test_add_func ("/form-text/parameters-part-at-semicolons", test_parameters_part_at_semicolons);
  g_test_add_func ("/form-text/parameters-have-semicolons", test_parameters_have_semicolons);
  g_test_add_func ("/form-text/lists-go-round", test_lists_go_round);
  return g_test_run ();
}
