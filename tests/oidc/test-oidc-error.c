/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-error.h"

/* Every code has a place in its domain that other rooms name it by. */
static void
test_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_CLAIMS, "wrong");

  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_CLAIMS);
  g_assert_false (g_error_matches (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE));
  g_assert_cmpstr (g_quark_to_string (OIDC_ERROR), ==, "OidcError");
}

/* A second request on the same connection must not change what the first one's error says. */
static void
test_retry_after (void)
{
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, "busy");
  g_autoptr (GError) other = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, "busy");
  g_autoptr (GError) foreign = g_error_new_literal (g_quark_from_string ("x"), 1, "busy");
  g_autoptr (GError) copy = NULL;

  g_assert_cmpint (oidc_error_get_retry_after (error), ==, -1);
  oidc_error_set_retry_after (error, 7);
  g_assert_cmpint (oidc_error_get_retry_after (error), ==, 7);
  g_assert_cmpint (oidc_error_get_retry_after (other), ==, -1);
  copy = g_error_copy (error);
  g_prefix_error (&copy, "Renewing: ");
  g_assert_cmpint (oidc_error_get_retry_after (copy), ==, 7);
  g_assert_cmpint (oidc_error_get_retry_after (foreign), ==, -1);
  g_assert_cmpint (oidc_error_get_retry_after (NULL), ==, -1);
}

static void
test_oauth_code (void)
{
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_REFUSED, "no");
  g_autoptr (GError) copy = NULL;

  g_assert_null (oidc_error_get_oauth_code (NULL));
  g_assert_null (oidc_error_get_oauth_code (error));
  oidc_error_set_oauth_code (error, "access_denied");
  oidc_error_set_oauth_code (error, "invalid_scope");
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (oidc_error_get_oauth_code (copy), ==, "invalid_scope");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/error/domain", test_domain);
  g_test_add_func ("/oidc/error/retry-after", test_retry_after);
  g_test_add_func ("/oidc/error/oauth-code", test_oauth_code);
  return g_test_run ();
}
