/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup-plan.h"
#include "setup-words.h"

static void
assert_quoted (const char *word)
{
  g_autofree char *quoted = tessera_setup_quote (word);
  g_autofree char *line = g_strconcat ("x ", quoted, NULL);
  g_auto (GStrv) words = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &words, NULL));
  g_assert_cmpuint (g_strv_length (words), ==, 2);
  g_assert_cmpstr (words[1], ==, word);
}

static void
test_quote (void)
{
  g_autofree char *plain = tessera_setup_quote ("--exec-command=/usr/bin/tessera");

  g_assert_cmpstr (plain, ==, "--exec-command=/usr/bin/tessera");
  assert_quoted ("");
  assert_quoted ("My Work");
  assert_quoted ("it's \"q\" $HOME `x` \\ !y");
  assert_quoted ("日本 語");
}

static void
assert_becomes (char *(*quote) (const char *), const char *word, const char *expected)
{
  g_autofree char *quoted = quote (word);

  g_assert_cmpstr (quoted, ==, expected);
}

static void
test_other_quotes (void)
{
  assert_becomes (tessera_setup_quote_double, "/opt/a b/tessera", "\"/opt/a b/tessera\"");
  assert_becomes (tessera_setup_quote_double, "/opt/tessera", "/opt/tessera");
  assert_becomes (tessera_setup_quote_double, "a\"b\\c", "\"a\\\"b\\\\c\"");
  assert_becomes (tessera_setup_quote_go, "O'Brien", "\"O'Brien\"");
  assert_becomes (tessera_setup_quote_go, "/opt/a b", "'/opt/a b'");
  assert_becomes (tessera_setup_quote_go, "a'b\"c", NULL);
  assert_becomes (tessera_setup_quote_go, "a;b", NULL);
  assert_becomes (tessera_setup_quote_json, "M\303\274ller \"q\"", "\"M\303\274ller \\\"q\\\"\"");
}

static void
test_text (void)
{
  g_autoptr (TesseraSetupPlan) plan = tessera_setup_plan_new ();
  const char *const argv[] = { "git", "config", "a b", "", NULL };
  g_autofree char *text = NULL;

  tessera_setup_plan_run (plan, NULL, argv);
  tessera_setup_plan_append (plan, "/home/zoe/.rc", "line\n");
  tessera_setup_plan_set_member (plan, "/home/zoe/.json", "object", "key", "value");
  tessera_setup_plan_show (plan, "shown\n");
  text = tessera_setup_plan_to_text (plan);
  g_assert_cmpstr (text, ==,
                   "git config 'a b' ''\n"
                   "# At the end of /home/zoe/.rc:\nline\n"
                   "# In /home/zoe/.json:\n{ \"object\": { \"key\": \"value\" } }\n"
                   "shown\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-plan/quote", test_quote);
  g_test_add_func ("/setup-plan/other-quotes", test_other_quotes);
  g_test_add_func ("/setup-plan/text", test_text);
  return g_test_run ();
}
