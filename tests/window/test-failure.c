/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "failure.h"

#include "oidc-error.h"

static TesseraFailure *
create (GError *failed, const char *issuer, const char *doing)
{
  g_autoptr (GError) error = failed;
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (TesseraAccount) account = NULL;

  config->id = g_strdup ("6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11");
  config->name = g_strdup ("Work");
  config->issuer = g_strdup (issuer);
  account = tessera_account_new (config, FALSE);
  return tessera_failure_new (error, account, doing);
}

static char *
get_text (TesseraFailure *failure, const char *name)
{
  char *text = NULL;

  g_object_get (failure, name, &text, NULL);
  return text;
}

static void
test_says_what_happened_and_what_to_do (void)
{
  g_autoptr (TesseraFailure) failure
    = create (g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNREACHABLE, "No answer."),
              "https://a.test", NULL);
  g_autofree char *sentence = get_text (failure, "sentence");
  g_autofree char *hint = get_text (failure, "hint");

  g_assert_cmpstr (sentence, ==, "No answer.");
  g_assert_cmpstr (hint, ==, "Check the network connection and the address, then try again.");
}

static void
test_hint_fits_the_step (void)
{
  g_autoptr (TesseraFailure) failure
    = create (g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNREACHABLE, "No answer."),
              "https://a.test", "Contacting the provider");
  g_autofree char *hint = get_text (failure, "hint");

  g_assert_cmpstr (hint, ==, "Check the network connection and the account’s issuer.");
}

static void
test_knows_the_right_issuer (void)
{
  g_autoptr (TesseraFailure) failure = NULL;
  GError *error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH, "No.");

  oidc_error_set_issuer (error, "https://a.test/");
  failure = create (error, "https://a.test", "Contacting the provider");
  g_assert_cmpstr (tessera_failure_get_issuer (failure), ==, "https://a.test/");
}

static void
test_may_have_no_hint (void)
{
  g_autoptr (TesseraFailure) failure
    = create (g_error_new_literal (OIDC_ERROR, OIDC_ERROR_MALFORMED, "No JSON."), NULL, NULL);
  g_autofree char *hint = get_text (failure, "hint");

  g_assert_null (hint);
}

static void
test_details_can_be_handed_on (void)
{
  g_autoptr (TesseraFailure) failure
    = create (g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNREACHABLE, "No answer."),
              "https://a.test", "Contacting the provider");
  g_autofree char *details = get_text (failure, "details");

  g_assert_cmpstr (details, ==, tessera_failure_get_details (failure));
  g_assert_true (g_str_has_prefix (details, "No answer.\n"));
  g_assert_nonnull (strstr (details, "\nAccount: Work\n"));
  g_assert_nonnull (strstr (details, "\nIssuer: https://a.test\n"));
  g_assert_nonnull (strstr (details, "\nStep: Contacting the provider\n"));
  g_assert_nonnull (strstr (details, "\nError: unreachable (7)\n"));
  g_assert_nonnull (strstr (details, "\nVersion: " PACKAGE_VERSION));
}

static void
test_details_leave_out_what_is_unknown (void)
{
  g_autoptr (TesseraFailure) failure
    = create (g_error_new_literal (OIDC_ERROR, OIDC_ERROR_MALFORMED, "No JSON."), NULL, NULL);
  const char *details = tessera_failure_get_details (failure);

  g_assert_null (strstr (details, "Issuer"));
  g_assert_null (strstr (details, "Step"));
  g_assert_null (strstr (details, "(null)"));
}

static TesseraFailure *
create_for_redirect_uri (const char *issuer)
{
  GError *error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_REFUSED, "No.");

  oidc_error_set_oauth_code (error, "redirect_uri_mismatch");
  return create (error, issuer, "Waiting for the browser");
}

static void
test_says_where_to_register (void)
{
  g_autoptr (TesseraFailure) failure = create_for_redirect_uri ("https://acme.okta.com");
  g_autofree char *where = get_text (failure, "where");

  g_assert_cmpint (tessera_failure_get_repair (failure), ==, TESSERA_REPAIR_REGISTER);
  g_assert_true (g_str_has_prefix (where, "Okta: Admin Console → Applications"));
}

static void
test_may_not_know_where (void)
{
  g_autoptr (TesseraFailure) failure = create_for_redirect_uri ("https://a.test");
  g_autofree char *where = get_text (failure, "where");

  g_assert_cmpint (tessera_failure_get_repair (failure), ==, TESSERA_REPAIR_REGISTER);
  g_assert_null (where);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/failure/sentence-and-hint", test_says_what_happened_and_what_to_do);
  g_test_add_func ("/window/failure/hint-fits-the-step", test_hint_fits_the_step);
  g_test_add_func ("/window/failure/issuer", test_knows_the_right_issuer);
  g_test_add_func ("/window/failure/no-hint", test_may_have_no_hint);
  g_test_add_func ("/window/failure/details", test_details_can_be_handed_on);
  g_test_add_func ("/window/failure/unknown", test_details_leave_out_what_is_unknown);
  g_test_add_func ("/window/failure/where", test_says_where_to_register);
  g_test_add_func ("/window/failure/unknown-where", test_may_not_know_where);
  return g_test_run ();
}
