/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "redaction.h"

static void
test_cases (void)
{
  static const char *const cases[][3] = {
    { "x secret-token y secret-token", "secret-token", "x [redacted] y [redacted]" },
    { "the end: secret-to", "secret-token", "the end: [redacted]" },
    { "the end: secret", "secret-token", "the end: secret" },
    { "", "secret-token", "" },
    { "a%2Fb%2Fcccccccc", "a/b/cccccccc", "[redacted]" },
    { "a%2fb/cccccccc!", "a/b/cccccccc", "[redacted]!" },
    { "x\\u002B\\u003d\\/\\u006B", "x+=/k", "[redacted]" },
    { "x\\u002B\\u003d\\/\\u006C", "x+=/k", "x\\u002B\\u003d\\/\\u006C" },
    { "the end: secret-t%6", "secret-token", "the end: [redacted]" },
    { "secret-t%zz secret-token", "secret-token", "secret-t%zz [redacted]" },
    { "secsecret-token\\", "secret-token", "sec[redacted]\\" },
    { "text", "", "text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tessera_redaction_make (cases[i][0], cases[i][1]);

      g_assert_cmpstr (text, ==, cases[i][2]);
    }
}

/* Of a long secret, and of one that is like each of its parts, and in time that the person has. */
static void
test_long (void)
{
  g_autofree char *secret = g_strnfill (64 * 1024, 'a');
  g_autofree char *part = g_strnfill (32 * 1024, 'a');
  g_autofree char *text = g_strconcat (part, "b", part, NULL);
  g_autofree char *redacted = tessera_redaction_make (text, secret);

  g_assert_cmpstr (redacted, ==, "[redacted]b[redacted]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redaction/cases", test_cases);
  g_test_add_func ("/redaction/long", test_long);
  return g_test_run ();
}
