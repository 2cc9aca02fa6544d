/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-text.h"

static void
assert_shown (const char *scope, const char *shown)
{
  g_autofree char *text = tessera_scope_text_shorten (scope);

  g_assert_cmpstr (text, ==, shown);
  g_assert_cmpint (tessera_scope_text_is_long (scope), ==, g_strcmp0 (scope, shown) != 0);
}

static void
test_few (void)
{
  assert_shown (NULL, NULL);
  assert_shown ("", "");
  assert_shown ("openid email", "openid email");
  assert_shown ("1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8");
}

static void
test_many (void)
{
  assert_shown ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 and 4 more");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope-text/few", test_few);
  g_test_add_func ("/scope-text/many", test_many);
  return g_test_run ();
}
