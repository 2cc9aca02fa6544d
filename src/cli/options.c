/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "options.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TesseraOptions
{
  char **arguments;
  GHashTable *values; /* option → GPtrArray of its values; empty for a flag */
};

TesseraOptions *
tessera_options_new (char **arguments)
{
  TesseraOptions *self = g_new0 (TesseraOptions, 1);

  self->arguments = g_strdupv (arguments);
  self->values
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
tessera_options_free (TesseraOptions *self)
{
  g_strfreev (self->arguments);
  g_hash_table_unref (self->values);
  g_free (self);
}

/* GOption names an option as it was typed, except that the value is gone: “--issuer” or “-h”. */
static GPtrArray *
find_values (TesseraOptions *self, const char *option)
{
  const char *name = option + strspn (option, "-");
  GPtrArray *values = g_hash_table_lookup (self->values, name);

  if (values != NULL)
    return values;
  values = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (self->values, g_strdup (name), values);
  return values;
}

/* Whether @option stands on the command line as “--flag=value”. */
static gboolean
is_given_a_value (TesseraOptions *self, const char *option)
{
  g_autofree char *beginning = g_strconcat (option, "=", NULL);

  for (gsize i = 0; self->arguments[i] != NULL && strcmp (self->arguments[i], "--") != 0; i++)
    if (g_str_has_prefix (self->arguments[i], beginning))
      return TRUE;
  return FALSE;
}

gboolean
tessera_options_take_flag (const char *option, const char *value, gpointer options, GError **error)
{
  if (is_given_a_value (options, option))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” does not take a value"), option);
      return FALSE;
    }
  find_values (options, option);
  return TRUE;
}

gboolean
tessera_options_take_one (const char *option, const char *value, gpointer options, GError **error)
{
  if (find_values (options, option)->len > 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” was given more than once"), option);
      return FALSE;
    }
  return tessera_options_take_many (option, value, options, error);
}

gboolean
tessera_options_take_many (const char *option, const char *value, gpointer options, GError **error)
{
  g_ptr_array_add (find_values (options, option), g_strdup (value));
  return TRUE;
}

gboolean
tessera_options_has (TesseraOptions *self, const char *option)
{
  return g_hash_table_contains (self->values, option);
}

const char *
tessera_options_get (TesseraOptions *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->values, option);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

char **
tessera_options_get_all (TesseraOptions *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->values, option);
  g_autoptr (GStrvBuilder) copies = NULL;

  if (values == NULL)
    return NULL;
  copies = g_strv_builder_new ();
  for (guint i = 0; i < values->len; i++)
    g_strv_builder_add (copies, g_ptr_array_index (values, i));
  return g_strv_builder_end (copies);
}

gboolean
tessera_options_get_seconds (TesseraOptions *self,
                             const char *option,
                             guint minimum,
                             guint fallback,
                             guint *seconds,
                             GError **error)
{
  const char *text = tessera_options_get (self, option);
  guint64 number = fallback;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, minimum, G_MAXINT, &number, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“--%s” takes a whole number of seconds, at least %u."), option, minimum);
      return FALSE;
    }
  *seconds = (guint) number;
  return TRUE;
}
