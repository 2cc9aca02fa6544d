/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-text.h"

static void
assert_split (const char *scope, const char *joined)
{
  g_auto (GStrv) scopes = tessera_scope_text_split (scope);
  g_autofree char *text = g_strjoinv ("|", scopes);

  g_assert_cmpstr (text, ==, joined);
}

static void
test_split (void)
{
  assert_split (NULL, "");
  assert_split ("", "");
  assert_split ("openid", "openid");
  assert_split ("openid email", "openid|email");
}

/* A provider may send more than RFC 6749 allows. */
static void
test_blanks (void)
{
  assert_split (" openid  email ", "openid|email");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope-text/split", test_split);
  g_test_add_func ("/scope-text/blanks", test_blanks);
  return g_test_run ();
}
