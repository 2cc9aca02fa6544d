/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pasted-text.h"

#include <string.h>

static gboolean
is_around (gunichar c)
{
  static const gunichar quotes[]
    = { '"', '\'', '<', '>', '`', 0x201C, 0x201D, 0x201E, 0x2018, 0x2019, 0x201A, 0xAB, 0xBB, 0 };

  if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_iszerowidth (c))
    return TRUE;
  for (gsize i = 0; quotes[i] != 0; i++)
    if (quotes[i] == c)
      return TRUE;
  return FALSE;
}

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == ',' || c == ';';
}

static char *
strip (const char *text, gboolean address)
{
  const char *start = text;
  const char *end = text + strlen (text);

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  while (start < end && is_around (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (const char *last = end; last > start; end = last)
    {
      gunichar c;

      last = g_utf8_prev_char (last);
      c = g_utf8_get_char (last);
      if (!is_around (c) && !(address && ends_sentence (c)))
        break;
    }
  return g_strndup (start, (gsize) (end - start));
}

char *
tessera_pasted_text_strip (const char *text)
{
  return strip (text, FALSE);
}

char *
tessera_pasted_text_strip_address (const char *text)
{
  return strip (text, TRUE);
}
