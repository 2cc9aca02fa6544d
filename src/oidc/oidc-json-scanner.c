/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-json-scanner.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json-limits.h"

/* The scan is recursive, at most OIDC_JSON_MAX_DEPTH deep. */
typedef struct
{
  OidcJsonScan *scan;
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  guint n_values;
  guint n_nested; /* of these, objects and arrays */
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
  /* @text holds no NUL, so the NUL of peek() equals no character of it. */
  if (peek (self) != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static void
copy (Scanner *self, const char *text, gsize length)
{
  if (self->scan->copy != NULL)
    g_string_append_len (self->scan->copy, text, (gssize) length);
}

static void
copy_line_break (Scanner *self, guint depth)
{
  if (self->scan->copy == NULL || self->scan->indent == 0)
    return;
  g_string_append_c (self->scan->copy, '\n');
  for (guint i = 0; i < depth * self->scan->indent; i++)
    g_string_append_c (self->scan->copy, ' ');
}

static gboolean
take_and_copy (Scanner *self, char c)
{
  if (!take (self, c))
    return FALSE;
  copy (self, &c, 1);
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
    return fail (self, _ ("incomplete escape sequence"));
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (self->at[i]))
        return fail (self, _ ("invalid escape sequence"));
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
    return fail (self, _ ("NUL character"));
  if (unit >= 0xDC00 && unit <= 0xDFFF)
    return fail (self, _ ("incomplete surrogate pair"));
  if (unit >= 0xD800 && unit <= 0xDBFF)
    {
      if (!take (self, '\\') || !take (self, 'u'))
        return fail (self, _ ("incomplete surrogate pair"));
      if (!scan_hex (self, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail (self, _ ("incomplete surrogate pair"));
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
    return fail (self, _ ("invalid escape sequence"));
  self->at++;
  g_string_append_c (out, meanings[known - escapes]);
  return TRUE;
}

/* Sets @out to the string, unescaped. */
static gboolean
scan_string (Scanner *self, GString *out)
{
  const char *first = self->at;

  g_string_truncate (out, 0);
  if (!take (self, '"'))
    return fail (self, _ ("missing string"));
  while (!take (self, '"'))
    {
      const char *run = self->at;

      if (self->at == self->end)
        return fail (self, _ ("unterminated string"));
      if ((guchar) *self->at < 0x20)
        return fail (self, _ ("control character"));
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
  copy (self, first, (gsize) (self->at - first));
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

static gboolean
is_in_range (const char *digits, gboolean integer)
{
  errno = 0;
  if (!integer)
    return isfinite (g_ascii_strtod (digits, NULL));
  (void) g_ascii_strtoll (digits, NULL, 10);
  return errno != ERANGE;
}

/* json-glib reads an integer beyond 64 bits as -1. The substitute is out of range for whoever
 * reads it as an integer. */
static void
copy_number (Scanner *self, const char *first, gboolean integer)
{
  g_autofree char *digits = NULL;

  if (self->scan->copy == NULL)
    return;
  digits = g_strndup (first, (gsize) (self->at - first));
  if (!self->scan->substitute_numbers || is_in_range (digits, integer))
    g_string_append (self->scan->copy, digits);
  else
    g_string_append (self->scan->copy, *digits == '-' ? "-1e308" : "1e308");
}

static gboolean
scan_number (Scanner *self)
{
  const char *first = self->at;
  gboolean integer = TRUE;

  take (self, '-');
  if (!take (self, '0') && !skip_digits (self))
    return fail (self, _ ("missing value"));
  if (take (self, '.'))
    {
      integer = FALSE;
      if (!skip_digits (self))
        return fail (self, _ ("invalid number"));
    }
  if (take (self, 'e') || take (self, 'E'))
    {
      integer = FALSE;
      if (!take (self, '+'))
        take (self, '-');
      if (!skip_digits (self))
        return fail (self, _ ("invalid number"));
    }
  copy_number (self, first, integer);
  return TRUE;
}

static gboolean
scan_word (Scanner *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, _ ("missing value"));
  copy (self, word, length);
  self->at += length;
  return TRUE;
}

static gboolean
scan_array (Scanner *self)
{
  take_and_copy (self, '[');
  skip_space (self);
  if (take_and_copy (self, ']'))
    return TRUE;
  do
    {
      copy_line_break (self, self->depth);
      if (!scan_value (self))
        return FALSE;
      skip_space (self);
    }
  while (take_and_copy (self, ','));
  copy_line_break (self, self->depth - 1);
  return take_and_copy (self, ']') || fail (self, _ ("unterminated array"));
}

/* The value of the member @name. */
static gboolean
scan_member_value (Scanner *self, const char *name)
{
  gboolean wanted = self->depth == 1 && g_strcmp0 (self->scan->member, name) == 0;
  const char *first;

  skip_space (self);
  first = self->at;
  if (!scan_value (self))
    return FALSE;
  if (wanted)
    {
      self->scan->value = first;
      self->scan->value_length = (gsize) (self->at - first);
    }
  return TRUE;
}

static gboolean
scan_member (Scanner *self, GHashTable *names, GString *name)
{
  skip_space (self);
  copy_line_break (self, self->depth);
  if (!scan_string (self, name))
    return FALSE;
  if (!g_hash_table_add (names, g_strdup (name->str)))
    return fail (self, _ ("duplicate member"));
  /* Bounded, since names with equal hashes make the tables slow, here and in json-glib. */
  if (g_hash_table_size (names) > OIDC_JSON_MAX_MEMBERS)
    return fail_bound (self, _ ("The JSON has too many members in one object."));
  skip_space (self);
  copy (self, " ", self->scan->indent > 0 ? 1 : 0);
  if (!take_and_copy (self, ':'))
    return fail (self, _ ("missing colon"));
  copy (self, " ", self->scan->indent > 0 ? 1 : 0);
  return scan_member_value (self, name->str);
}

static gboolean
scan_object (Scanner *self)
{
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GString) name = NULL;

  take_and_copy (self, '{');
  skip_space (self);
  if (take_and_copy (self, '}'))
    return TRUE;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  name = g_string_new (NULL);
  do
    {
      if (!scan_member (self, names, name))
        return FALSE;
      skip_space (self);
    }
  while (take_and_copy (self, ','));
  copy_line_break (self, self->depth - 1);
  return take_and_copy (self, '}') || fail (self, _ ("unterminated object"));
}

static gboolean
scan_nested (Scanner *self)
{
  gboolean valid;

  if (self->depth == OIDC_JSON_MAX_DEPTH)
    return fail_bound (self, _ ("The JSON is nested too deeply."));
  /* Bounded, since a megabyte of empty objects becomes half a gigabyte of hash tables. */
  if (++self->n_nested > OIDC_JSON_MAX_NESTED)
    return fail_bound (self, _ ("The JSON has too many values."));
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

static void
skip_byte_order_mark (Scanner *self)
{
  static const char mark[] = "\xef\xbb\xbf";
  gsize length = strlen (mark);

  if ((gsize) (self->end - self->at) >= length && memcmp (self->at, mark, length) == 0)
    self->at += length;
}

gboolean
oidc_json_scan (OidcJsonScan *self, const char *text, gsize length, gsize limit, GError **error)
{
  Scanner scanner = { .scan = self, .start = text, .at = text, .end = text, .error = error };

  if (length > limit)
    return fail_bound (&scanner, _ ("The JSON is too large."));
  if (length == 0)
    return fail (&scanner, _ ("no text"));
  /* Only now, as an empty text may be NULL, which nothing may be added to. */
  scanner.end = text + length;
  if (!g_utf8_validate_len (text, length, &scanner.at))
    return fail (&scanner, _ ("invalid UTF-8"));
  scanner.at = text;
  skip_byte_order_mark (&scanner);
  if (!scan_value (&scanner))
    return FALSE;
  skip_space (&scanner);
  return scanner.at == scanner.end || fail (&scanner, _ ("unexpected text"));
}
