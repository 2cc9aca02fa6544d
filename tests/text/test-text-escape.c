/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-escape.h"

#include <string.h>

static void
assert_escaped (const char *text, const char *wanted)
{
  g_autofree char *escaped = tessera_text_escape (text);

  g_assert_cmpstr (escaped, ==, wanted);
  g_assert_true (g_utf8_validate (escaped, -1, NULL));
}

/* What people write stays as it is. */
static void
test_harmless (void)
{
  static const char *const texts[]
    = { "",     "Zoë’s work [old] #1", "日本語",  "שלום", "100 % \\ \"\'",
        "🦊", "e\xcc\x81",           "\xc2\xa0" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_escaped (texts[i], texts[i]);
  assert_escaped (NULL, "");
}

/* Other text can neither drive a terminal, nor break the line, nor write it backwards, nor hide. */
static void
test_deceptive (void)
{
  static const struct
  {
    const char *text, *wanted;
  } cases[] = {
    { "a\x1b[31mb", "a\\x1b[31mb" },
    { "a\r\n\tb\x07", "a\\x0d\\x0a\\x09b\\x07" },
    { "\x7f\xc2\x9b", "\\x7f\\x9b" },
    { "\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029" },
    { "\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", "\\u202e\\u2066\\u061c" },
    /* zero width space, soft hyphen, byte-order mark */
    { "pay\xe2\x80\x8bpal\xc2\xad\xef\xbb\xbf", "pay\\u200bpal\\xad\\ufeff" },
    { "\xf3\xa0\x80\x81", "\\U000e0001" }, /* a language tag */
    { "\xcd\xb8\xf0\x9f\xbf\xbf", "\\u0378\\U0001ffff" },
    { "\xff\xfe\x1b", "\\xff\\xfe\\x1b" },
    { "a\xc3", "a\\xc3" },
    { "\xed\xa0\x80", "\\xed\\xa0\\x80" },
    { "%s%n", "%s%n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_escaped (cases[i].text, cases[i].wanted);
}

/* Every code point: one that is not escaped prints, or combines with what prints. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[7] = "";
      g_autofree char *escaped = NULL;

      if (!g_unichar_validate (c))
        continue;
      text[g_unichar_to_utf8 (c, text)] = '\0';
      escaped = tessera_text_escape (text);
      if (strcmp (escaped, text) == 0)
        g_assert_true (g_unichar_isprint (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE);
      else
        g_assert_true (escaped[0] == '\\' && g_str_is_ascii (escaped));
    }
}

static void
test_start (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *cut = tessera_text_escape_start (long_text, 10);
  g_autofree char *whole = tessera_text_escape_start ("ëëë", 3);
  g_autofree char *escapes = tessera_text_escape_start ("\x1b\x1b\x1b", 2);
  g_autofree char *none = tessera_text_escape_start (NULL, 3);

  g_assert_cmpstr (cut, ==, "xxxxxxxxxx…");
  g_assert_cmpstr (whole, ==, "ëëë");
  g_assert_cmpstr (escapes, ==, "\\x1b\\x1b…");
  g_assert_cmpstr (none, ==, "");
}

static void
test_json (void)
{
  static const struct
  {
    const char *json, *wanted;
  } cases[] = {
    { "{\"a\":\"Zoë \\u001b\"}", "{\"a\":\"Zoë \\u001b\"}" },
    { "\"\x7f\xc2\x9b\xe2\x80\xae\"", "\"\\u007f\\u009b\\u202e\"" },
    { "\"\xf3\xa0\x80\x81\"", "\"\\udb40\\udc01\"" },
    { "\"🦊\"", "\"🦊\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *escaped = tessera_text_escape_json (cases[i].json);

      g_assert_cmpstr (escaped, ==, cases[i].wanted);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/escape/harmless", test_harmless);
  g_test_add_func ("/text/escape/deceptive", test_deceptive);
  g_test_add_func ("/text/escape/every-character", test_every_character);
  g_test_add_func ("/text/escape/start", test_start);
  g_test_add_func ("/text/escape/json", test_json);
  return g_test_run ();
}
