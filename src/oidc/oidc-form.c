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

/* Reads one NAME=VALUE. GUriParamsIter stops at the first pair that it cannot read. The others
 * still matter (the state of a redirect), so it is given one pair at a time. */
static gboolean
decode_pair (const char *part, gsize length, char **name, char **value)
{
  GUriParamsIter iter;

  g_uri_params_iter_init (&iter, part, (gssize) length, "&", G_URI_PARAMS_WWW_FORM);
  return g_uri_params_iter_next (&iter, name, value, NULL);
}

static char *
decode_name (const char *text, gsize length)
{
  g_autoptr (GString) pair = g_string_new_len (text, (gssize) length);
  g_autofree char *value = NULL;
  char *name = NULL;

  g_string_append_c (pair, '=');
  return decode_pair (pair->str, pair->len, &name, &value) ? name : NULL;
}

/* The text between @text and @end, in ISO 8859-1; NULL if it cannot be decoded. */
static char *
decode_latin_1 (const char *text, const char *end)
{
  g_autofree char *spaced = g_strdelimit (g_strndup (text, (gsize) (end - text)), "+", ' ');
  g_autoptr (GBytes) bytes = g_uri_unescape_bytes (spaced, -1, NULL, NULL);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (length == 0 || memchr (data, '\0', length) != NULL)
    return NULL;
  return g_convert (data, (gssize) length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
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
  char *name = NULL;
  char *value = NULL;

  if (equals != NULL && decode_pair (part, length, &name, &value))
    return add (self, name, value);
  name = decode_name (part, equals != NULL ? (gsize) (equals - part) : length);
  if (equals != NULL && g_strcmp0 (name, "error_description") == 0)
    return add (self, name, decode_latin_1 (equals + 1, part + length));
  if (name == NULL || equals != NULL)
    self->malformed = TRUE;
  if (name != NULL)
    add (self, name, equals != NULL ? NULL : g_strdup (""));
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

const char **
oidc_form_get_names (const OidcForm *self)
{
  return (const char **) g_hash_table_get_keys_as_array (self->parameters, NULL);
}
