/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-problem.h"

#include "config-error.h"

static void
replace (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://login.example.com/");
  config->client_id = g_strdup ("desktop");
  return config;
}

static void
assert_field (const TesseraAccountConfig *config, TesseraFormTextField field)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tessera_account_config_check (config, &error));
  g_assert_cmpint (tessera_form_problem_find_field (config, error), ==, field);
}

static void
test_fields (void)
{
  static const char *const uris[] = { "https://example.com/", NULL };
  g_autoptr (TesseraAccountConfig) config = make_config ();

  replace (&config->token_endpoint, "ftp://login.example.com/");
  assert_field (config, TESSERA_FORM_TEXT_TOKEN_ENDPOINT);
  replace (&config->token_endpoint, NULL);
  config->redirect_uris = g_strdupv ((GStrv) uris);
  assert_field (config, TESSERA_FORM_TEXT_REDIRECT_URIS);
  replace (&config->client_id, NULL);
  assert_field (config, TESSERA_FORM_TEXT_CLIENT_ID);
  replace (&config->issuer, "login");
  assert_field (config, TESSERA_FORM_TEXT_ISSUER);
  replace (&config->issuer, NULL);
  assert_field (config, TESSERA_FORM_TEXT_ISSUER);
  replace (&config->name, " Work");
  assert_field (config, TESSERA_FORM_TEXT_NAME);
}

static void
test_taken_name (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (GError) error
    = g_error_new_literal (TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS, "taken");

  g_assert_cmpint (tessera_form_problem_find_field (config, error), ==, TESSERA_FORM_TEXT_NAME);
}

static void
test_no_field (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (GError) error
    = g_error_new_literal (TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED, "no space left");

  g_assert_cmpint (tessera_form_problem_find_field (config, error), ==, TESSERA_FORM_TEXT_N_FIELDS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-problem/fields", test_fields);
  g_test_add_func ("/form-problem/taken-name", test_taken_name);
  g_test_add_func ("/form-problem/no-field", test_no_field);
  return g_test_run ();
}
