/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "redaction.h"

#include <string.h>

#define INSTEAD "[redacted]" /* safe within JSON and URIs */
#define TELLING 8            /* characters: fewer of a secret tell nothing */
#define MUCH    256          /* characters: as many of a secret are not shown anywhere */
#define ESCAPE  6            /* characters of the longest escape: \u002f */

/* Returns: (nullable) what follows the hexadecimal @n_digits of @c. */
static const char *
skip_hex (const char *digits, guint n_digits, char c)
{
  guint value = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return NULL;
      value = value << 4 | (guint) g_ascii_xdigit_value (digits[i]);
    }
  return value == (guchar) c ? digits + n_digits : NULL;
}

/* Returns: (nullable) what follows @c, in one of the ways to write it, where @text begins. */
static const char *
skip (const char *text, char c)
{
  const char *after = NULL;

  if (text[0] == c)
    return text + 1;
  if (text[0] == '%')
    return skip_hex (text + 1, 2, c);
  if (text[0] == '\\' && text[1] == 'u')
    after = skip_hex (text + 2, 4, c);
  return !after && text[0] == '\\' && text[1] == c ? text + 2 : after;
}

/* Whether a text that was cut ends with @text, a part of an escape at the most. */
static gboolean
is_end (const char *text)
{
  return text[0] == '\0' || (strchr ("%\\", text[0]) && strnlen (text, ESCAPE) < ESCAPE);
}

/* Returns: (nullable) what follows @secret, or much of it, at the beginning of @text. */
static const char *
match (const char *text, const char *secret)
{
  gsize n = 0;

  for (const char *after = text; secret[n] != '\0' && (after = skip (text, secret[n])); n++)
    text = after;
  if (secret[n] == '\0' || n >= MUCH)
    return text;
  return n >= TELLING && is_end (text) ? text + strlen (text) : NULL;
}

char *
tessera_redaction_make (const char *text, const char *secret)
{
  g_autoptr (GString) redacted = g_string_new (NULL);

  if (secret[0] == '\0')
    return g_strdup (text);
  while (*text != '\0')
    {
      const char *after = match (text, secret);

      if (after)
        g_string_append (redacted, INSTEAD);
      else
        g_string_append_c (redacted, *text);
      text = after ? after : text + 1;
    }
  return g_string_free (g_steal_pointer (&redacted), FALSE);
}
