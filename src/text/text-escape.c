/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-escape.h"

gboolean
tessera_text_is_deceptive (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
append (GString *escaped, gunichar c)
{
  if (!tessera_text_is_deceptive (c))
    g_string_append_unichar (escaped, c);
  else if (c < 0x100)
    g_string_append_printf (escaped, "\\x%02x", c);
  else if (c < 0x10000)
    g_string_append_printf (escaped, "\\u%04x", c);
  else
    g_string_append_printf (escaped, "\\U%08x", c);
}

char *
tessera_text_escape (const char *text)
{
  return tessera_text_escape_start (text, G_MAXUINT);
}

char *
tessera_text_escape_start (const char *text, guint max)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (guint n = 0; text != NULL && *text != '\0'; n++)
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      if (n == max)
        {
          g_string_append (escaped, "…");
          break;
        }
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (escaped, "\\x%02x", (guint8) *text++);
          continue;
        }
      append (escaped, c);
      text = g_utf8_next_char (text);
    }
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

static void
append_json (GString *escaped, gunichar c)
{
  if (!tessera_text_is_deceptive (c))
    g_string_append_unichar (escaped, c);
  else if (c < 0x10000)
    g_string_append_printf (escaped, "\\u%04x", c);
  else
    g_string_append_printf (escaped, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                            0xdc00 + ((c - 0x10000) & 0x3ff));
}

char *
tessera_text_escape_json (const char *json)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (; *json != '\0'; json = g_utf8_next_char (json))
    append_json (escaped, g_utf8_get_char (json));
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}
