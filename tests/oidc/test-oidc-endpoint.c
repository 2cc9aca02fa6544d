/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-endpoint.h"

#include <string.h>

#include "oidc-error.h"

static void
test_own_query_is_kept (void)
{
  static const struct
  {
    const char *uri, *wanted;
  } cases[] = {
    { "https://op.example/a", "https://op.example/a?x=1&y=2" },
    { "https://op.example/a?", "https://op.example/a?x=1&y=2" },
    { "https://op.example/a?p=1", "https://op.example/a?p=1&x=1&y=2" },
    { "https://op.example/a?p=1&", "https://op.example/a?p=1&x=1&y=2" },
    { "https://op.example/a?p=%zz&q", "https://op.example/a?p=%zz&q&x=1&y=2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *uri
        = oidc_endpoint_add_form (cases[i].uri, "token_endpoint", "x=1&y=2", &error);

      g_assert_no_error (error);
      g_assert_cmpstr (uri, ==, cases[i].wanted);
    }
}

/* RFC 6749 §3.1: no parameter more than once, however it is written and whatever its value. */
static void
test_nothing_is_sent_twice (void)
{
  static const char *const uris[]
    = { "https://op.example/a?x=3",  "https://op.example/a?p=1&y=",    "https://op.example/a?x",
        "https://op.example/a?%78=", "https://op.example/a?x=%zz&p=1", "https://op.example/a#f",
        "https://op.example/#?p=1" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_endpoint_add_form (uris[i], "end_session_endpoint", "x=1&y=2", &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
      g_assert_nonnull (strstr (error->message, "“end_session_endpoint”"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/endpoint/own-query-is-kept", test_own_query_is_kept);
  g_test_add_func ("/oidc/endpoint/nothing-is-sent-twice", test_nothing_is_sent_twice);
  return g_test_run ();
}
