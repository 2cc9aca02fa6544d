/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refusal.h"

#include <string.h>

#include "oidc-error.h"

static void
test_message (void)
{
  g_autoptr (GError) error = NULL;

  oidc_refusal_set (&error, "access_denied", "Zoë said no");
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "access_denied"));
  g_assert_nonnull (strstr (error->message, "Zoë said no"));
}

static void
test_full_stop (void)
{
  static const char *const cases[][2] = {
    { "Zoë said no.", "The provider refused: Zoë said no (access_denied)" },
    { "Zoë said…", "The provider refused: Zoë said… (access_denied)" },
    { "And so on...", "The provider refused: And so on... (access_denied)" },
    { ".", "The provider refused: access_denied" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      oidc_refusal_set (&error, "access_denied", cases[i][0]);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

static void
test_reason (void)
{
  g_autoptr (GError) said = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) coded = NULL;
  g_autoptr (GError) other = g_error_new (OIDC_ERROR, OIDC_ERROR_CLAIMS, "No");

  oidc_refusal_set (&said, "access_denied", "Zoë\nsaid no.");
  copy = g_error_copy (said);
  g_assert_nonnull (strstr (oidc_error_get_reason (copy), "said no"));
  g_assert_null (strchr (oidc_error_get_reason (copy), '\n'));
  g_assert_false (g_str_has_suffix (oidc_error_get_reason (copy), "."));
  oidc_refusal_set (&coded, "access_denied", NULL);
  g_assert_cmpstr (oidc_error_get_reason (coded), ==, "access_denied");
  g_assert_null (oidc_error_get_reason (other));
  g_assert_null (oidc_error_get_reason (NULL));
}

static void
test_invalid_grant (void)
{
  g_autoptr (GError) error = NULL;

  oidc_refusal_set (&error, "invalid_grant", NULL);
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_GRANT);
  g_assert_nonnull (strstr (error->message, "invalid_grant"));
}

/* What GitHub says of an expired refresh token ends no grant but that one. */
static void
test_bad_refresh_token (void)
{
  g_autoptr (GError) error = NULL;

  oidc_refusal_set (&error, "bad_refresh_token", NULL);
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_cmpstr (oidc_error_get_oauth_code (error), ==, "bad_refresh_token");
}

/* A provider's text can neither drive a terminal nor write its line backwards. */
static void
test_escape (void)
{
  g_autoptr (GError) error = NULL;

  oidc_refusal_set (&error, "x\x1b",
                    "a\x1b[31m\r\nb\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\xa8\xff%s\xf0\x9f\x98\x80");
  g_assert_nonnull (strstr (error->message, "a\\x1b[31m\\x0d\\x0ab\\x7f\\x9b\\u202e\\u2028\\xff"
                                            "%s\xf0\x9f\x98\x80 (x\\x1b)"));
}

static void
test_bound (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  oidc_refusal_set (&error, long_text, long_text);
  g_assert_cmpuint (strlen (error->message), <, 1000);
}

/* What is no OAuth error may still say why. */
static void
test_find_reason (void)
{
  static const char *const cases[][2] = {
    { "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"detail\":\"The code is too old.\"}",
      "The code is too old" },
    { "{\"title\":\"Bad Request\"}", "Bad Request" },
    { "{\"error\":{\"code\":190,\"message\":\"Invalid code\"},\"title\":\"No\"}", "Invalid code" },
    { "{\"errorCode\":\"E1\",\"errorSummary\":\"Invalid client\"}", "Invalid client" },
    { "{\"message\":\"a\\u001b[31m\\nb\"}", "a\\x1b[31m\\x0ab" },
    { "{\"message\":\" \"}", NULL },
    { "{\"message\":[\"x\"],\"error\":{}}", NULL },
    { "[\"message\"]", NULL },
    { "<html>", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i][0], strlen (cases[i][0]));
      g_autofree char *reason = oidc_refusal_find_reason (body);

      g_assert_cmpstr (reason, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal/message", test_message);
  g_test_add_func ("/refusal/full-stop", test_full_stop);
  g_test_add_func ("/refusal/reason", test_reason);
  g_test_add_func ("/refusal/invalid-grant", test_invalid_grant);
  g_test_add_func ("/refusal/bad-refresh-token", test_bad_refresh_token);
  g_test_add_func ("/refusal/escape", test_escape);
  g_test_add_func ("/refusal/bound", test_bound);
  g_test_add_func ("/refusal/find-reason", test_find_reason);
  return g_test_run ();
}
