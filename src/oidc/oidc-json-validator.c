/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "oidc-error.h"

/* Recursive, to the depth that the bound allows and no deeper. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  guint n_values;
  GError **error;
} Scanner;

static gboolean scan_value (Scanner *self);

static gboolean
fail (Scanner *self, const char *reason)
{
  g_set_error (self->error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
               _ ("This is not valid JSON: %s at byte %zu."), reason,
               (gsize) (self->at - self->start));
  return FALSE;
}

static gboolean
fail_bound (Scanner *self, const char *reason)
{
  g_set_error_literal (self->error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE, reason);
  return FALSE;
}

static char
peek (const Scanner *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static gboolean
take (Scanner *self, char c)
{
  /* The text holds no NUL, so that the one of peek() is never taken for a character. */
  if (peek (self) != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL)
    self->at++;
}

static gboolean
scan_hex (Scanner *self, gunichar *unit)
{
  gunichar value = 0;

  if (self->end - self->at < 4)
    return fail (self, _ ("an escape is cut short"));
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (self->at[i]))
        return fail (self, _ ("an escape is wrong"));
      value = value << 4 | (gunichar) g_ascii_xdigit_value (self->at[i]);
    }
  self->at += 4;
  *unit = value;
  return TRUE;
}

static gboolean
scan_unicode_escape (Scanner *self, GString *out)
{
  gunichar unit = 0, low = 0;

  if (!scan_hex (self, &unit))
    return FALSE;
  if (unit == 0)
    return fail (self, _ ("there is an escaped NUL"));
  if (unit >= 0xDC00 && unit <= 0xDFFF)
    return fail (self, _ ("half of a surrogate pair is missing"));
  if (unit >= 0xD800 && unit <= 0xDBFF)
    {
      if (!take (self, '\\') || !take (self, 'u'))
        return fail (self, _ ("half of a surrogate pair is missing"));
      if (!scan_hex (self, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail (self, _ ("half of a surrogate pair is missing"));
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  g_string_append_unichar (out, unit);
  return TRUE;
}

static gboolean
scan_escape (Scanner *self, GString *out)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char c = peek (self);
  const char *known = c != '\0' ? strchr (escapes, c) : NULL;

  if (take (self, 'u'))
    return scan_unicode_escape (self, out);
  if (known == NULL)
    return fail (self, _ ("an escape is wrong"));
  self->at++;
  g_string_append_c (out, meanings[known - escapes]);
  return TRUE;
}

/* Sets @out to the string, unescaped. */
static gboolean
scan_string (Scanner *self, GString *out)
{
  g_string_truncate (out, 0);
  if (!take (self, '"'))
    return fail (self, _ ("a string is missing"));
  while (!take (self, '"'))
    {
      const char *run = self->at;

      if (self->at == self->end)
        return fail (self, _ ("a string does not end"));
      if ((guchar) *self->at < 0x20)
        return fail (self, _ ("there is a control character"));
      if (take (self, '\\'))
        {
          if (!scan_escape (self, out))
            return FALSE;
          continue;
        }
      while (self->at < self->end && *self->at != '"' && *self->at != '\\'
             && (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (out, run, self->at - run);
    }
  return TRUE;
}

static gboolean
skip_digits (Scanner *self)
{
  const char *first = self->at;

  while (g_ascii_isdigit (peek (self)))
    self->at++;
  return self->at > first;
}

/* json-glib makes -1 of an integer beyond 64 bits, and "inf.0" of 1e400. RFC 8259 §6 leaves it to
 * us which numbers we take: those that survive. */
static gboolean
check_range (Scanner *self, const char *first, gboolean integer)
{
  g_autofree char *digits = g_strndup (first, (gsize) (self->at - first));

  errno = 0;
  if (integer)
    {
      (void) g_ascii_strtoll (digits, NULL, 10);
      if (errno == ERANGE)
        return fail (self, _ ("a number is out of range"));
    }
  else if (!isfinite (g_ascii_strtod (digits, NULL)))
    return fail (self, _ ("a number is out of range"));
  return TRUE;
}

static gboolean
scan_number (Scanner *self)
{
  const char *first = self->at;
  gboolean integer = TRUE;

  take (self, '-');
  if (!take (self, '0') && !skip_digits (self))
    return fail (self, _ ("a value is missing"));
  if (take (self, '.'))
    {
      integer = FALSE;
      if (!skip_digits (self))
        return fail (self, _ ("a number is wrong"));
    }
  if (take (self, 'e') || take (self, 'E'))
    {
      integer = FALSE;
      if (!take (self, '+'))
        take (self, '-');
      if (!skip_digits (self))
        return fail (self, _ ("a number is wrong"));
    }
  return check_range (self, first, integer);
}

static gboolean
scan_word (Scanner *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, _ ("a value is missing"));
  self->at += length;
  return TRUE;
}

static gboolean
scan_array (Scanner *self)
{
  self->at++;
  skip_space (self);
  if (take (self, ']'))
    return TRUE;
  do
    {
      if (!scan_value (self))
        return FALSE;
      skip_space (self);
    }
  while (take (self, ','));
  return take (self, ']') || fail (self, _ ("an array does not end"));
}

static gboolean
scan_member (Scanner *self, GHashTable *names, GString *name)
{
  skip_space (self);
  if (!scan_string (self, name))
    return FALSE;
  if (!g_hash_table_add (names, g_strdup (name->str)))
    return fail (self, _ ("a member is there twice"));
  /* Names that all hash alike would make the table slow, in here and in json-glib. */
  if (g_hash_table_size (names) > OIDC_JSON_MAX_MEMBERS)
    return fail_bound (self, _ ("The JSON has too many members in one object."));
  skip_space (self);
  if (!take (self, ':'))
    return fail (self, _ ("a colon is missing"));
  return scan_value (self);
}

static gboolean
scan_object (Scanner *self)
{
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GString) name = NULL;

  self->at++;
  skip_space (self);
  if (take (self, '}'))
    return TRUE;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  name = g_string_new (NULL);
  do
    {
      if (!scan_member (self, names, name))
        return FALSE;
      skip_space (self);
    }
  while (take (self, ','));
  return take (self, '}') || fail (self, _ ("an object does not end"));
}

static gboolean
scan_nested (Scanner *self)
{
  gboolean valid;

  if (self->depth == OIDC_JSON_MAX_DEPTH)
    return fail_bound (self, _ ("The JSON is nested too deeply."));
  self->depth++;
  valid = peek (self) == '{' ? scan_object (self) : scan_array (self);
  self->depth--;
  return valid;
}

static gboolean
scan_string_value (Scanner *self)
{
  g_autoptr (GString) value = g_string_new (NULL);

  return scan_string (self, value);
}

static gboolean
scan_value (Scanner *self)
{
  skip_space (self);
  /* A megabyte of empty objects would be half a gigabyte of hash tables. */
  if (++self->n_values > OIDC_JSON_MAX_VALUES)
    return fail_bound (self, _ ("The JSON has too many values."));
  switch (peek (self))
    {
    case '{':
    case '[':
      return scan_nested (self);
    case '"':
      return scan_string_value (self);
    case 't':
      return scan_word (self, "true");
    case 'f':
      return scan_word (self, "false");
    case 'n':
      return scan_word (self, "null");
    default:
      return scan_number (self);
    }
}

gboolean
oidc_json_validate (const char *text, gsize length, gsize limit, GError **error)
{
  Scanner scanner = { .start = text, .at = text, .end = text, .error = error };

  if (length > limit)
    return fail_bound (&scanner, _ ("The JSON is too large."));
  if (length == 0)
    return fail (&scanner, _ ("it is empty"));
  /* Only now, as an empty text may be NULL, which nothing may be added to. */
  scanner.end = text + length;
  if (!g_utf8_validate_len (text, length, &scanner.at))
    return fail (&scanner, _ ("it is not UTF-8"));
  scanner.at = text;
  if (!scan_value (&scanner))
    return FALSE;
  skip_space (&scanner);
  return scanner.at == scanner.end || fail (&scanner, _ ("something follows it"));
}
