/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mutation.h"

/* What breaks parsers. */
static const char *const splinters[] = {
  "\"",
  "\\",
  "\\u0000",
  "\\ud800",
  "\\udc00",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "[[[[",
  "{\"\":",
  "1e999",
  "-",
  "99999999999999999999",
  "null",
  "\xff",
  "\xc0\x80",
  "\xed\xa0\x80",
  "\xef\xbb\xbf",
  "//",
  "/*",
  "'",
  "%00",
  "%",
  "&",
  "=",
  ".",
  "\n",
  "\x01",
  "\x7f",
  "@",
  "#",
  "\\",
};

static gsize
pick (GRand *random, gsize n)
{
  return n > 0 ? (gsize) g_rand_int_range (random, 0, (gint32) n) : 0;
}

static void
mutate_once (GRand *random, GString *text)
{
  gsize at = pick (random, text->len);
  gsize length = pick (random, MIN (16, text->len - at));
  const char *splinter = splinters[pick (random, G_N_ELEMENTS (splinters))];
  g_autofree char *slice = g_memdup2 (text->str + at, length);

  switch (pick (random, 6))
    {
    case 0:
      if (text->len > 0)
        text->str[at] ^= (char) (1 << pick (random, 8));
      break;
    case 1:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 2:
      g_string_insert_len (text, (gssize) pick (random, text->len), slice, (gssize) length);
      break;
    case 3:
      g_string_truncate (text, at);
      break;
    case 4:
      if (text->len > 0)
        text->str[at] = (char) pick (random, 256);
      break;
    default:
      g_string_insert (text, (gssize) at, splinter);
    }
}

GBytes *
mutation_make (GRand *random, const char *document)
{
  g_autoptr (GString) text = g_string_new (document);

  for (gsize n = 1 + pick (random, 4); n > 0; n--)
    mutate_once (random, text);
  return g_bytes_new (text->str, text->len);
}
