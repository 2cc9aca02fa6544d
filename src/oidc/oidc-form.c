/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-form.h"

#include <string.h>

typedef struct
{
  guint count;
  char *value; /* of the first; NULL if it cannot be decoded */
} Parameter;

struct _OidcForm
{
  GHashTable *parameters; /* name → Parameter */
  gboolean malformed;
  gboolean repeated;
};

static void
parameter_free (Parameter *self)
{
  g_free (self->value);
  g_free (self);
}

/* NULL where it breaks the rules: g_uri_unescape_bytes() would let a lone % pass. */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *decoded = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i] == '+' ? ' ' : text[i];

      if (c == '%')
        {
          if (length - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return NULL;
          c = (char) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      decoded[n++] = c;
    }
  decoded[n] = '\0';
  /* Refuses NUL, too. */
  if (!g_utf8_validate (decoded, (gssize) n, NULL))
    return NULL;
  return g_steal_pointer (&decoded);
}

static void
add (OidcForm *self, char *name, char *value)
{
  Parameter *parameter = g_hash_table_lookup (self->parameters, name);

  if (parameter == NULL)
    {
      parameter = g_new0 (Parameter, 1);
      parameter->value = value;
      g_hash_table_insert (self->parameters, name, parameter);
    }
  else
    {
      self->repeated = TRUE;
      g_free (value);
      g_free (name);
    }
  parameter->count++;
}

static void
add_part (OidcForm *self, const char *part, gsize length)
{
  const char *equals = memchr (part, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - part) : length;
  char *name = decode (part, name_length);
  char *value = NULL;

  if (name == NULL)
    {
      self->malformed = TRUE;
      return;
    }
  value = equals != NULL ? decode (equals + 1, length - name_length - 1) : g_strdup ("");
  if (value == NULL)
    self->malformed = TRUE;
  add (self, name, value);
}

OidcForm *
oidc_form_parse (const char *text, gssize length)
{
  OidcForm *self = g_new0 (OidcForm, 1);
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  guint n = 0;

  self->parameters
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) parameter_free);
  while (text < end)
    {
      const char *ampersand = memchr (text, '&', (gsize) (end - text));
      gsize part = (gsize) ((ampersand != NULL ? ampersand : end) - text);

      if (part > 0 && ++n > OIDC_FORM_MAX_PARAMETERS)
        {
          self->malformed = TRUE;
          break;
        }
      if (part > 0)
        add_part (self, text, part);
      text += part + 1;
    }
  return self;
}

void
oidc_form_free (OidcForm *self)
{
  g_hash_table_unref (self->parameters);
  g_free (self);
}

gboolean
oidc_form_is_malformed (const OidcForm *self)
{
  return self->malformed;
}

gboolean
oidc_form_has_repeated (const OidcForm *self)
{
  return self->repeated;
}

guint
oidc_form_count (const OidcForm *self, const char *name)
{
  const Parameter *parameter = g_hash_table_lookup (self->parameters, name);

  return parameter != NULL ? parameter->count : 0;
}

const char *
oidc_form_get (const OidcForm *self, const char *name)
{
  const Parameter *parameter = g_hash_table_lookup (self->parameters, name);

  if (parameter == NULL || parameter->value == NULL || *parameter->value == '\0')
    return NULL;
  return parameter->value;
}

void
oidc_form_foreach (const OidcForm *self, OidcFormFunc func, gpointer user_data)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->parameters);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const char *value = oidc_form_get (self, name);

      if (value != NULL)
        func (name, value, user_data);
    }
}
