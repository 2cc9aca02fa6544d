/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-error.h"

/* Every code has a place in its domain that other rooms name it by. */
static void
test_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_CLAIMS, "wrong");

  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_CLAIMS);
  g_assert_false (g_error_matches (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE));
  g_assert_cmpstr (g_quark_to_string (OIDC_ERROR), ==, "oidc_error");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/error/domain", test_domain);
  return g_test_run ();
}
