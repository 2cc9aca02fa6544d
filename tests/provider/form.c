/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form.h"

struct _Form
{
  GPtrArray *names;
  GPtrArray *values; /* one for each name */
};

Form *
form_parse (const char *text)
{
  g_autoptr (Form) self = g_new0 (Form, 1);
  g_autoptr (GError) error = NULL;
  GUriParamsIter iter;
  char *name, *value;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  g_uri_params_iter_init (&iter, text != NULL ? text : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      g_ptr_array_add (self->names, name);
      g_ptr_array_add (self->values, value);
    }
  return error == NULL ? g_steal_pointer (&self) : NULL;
}

void
form_free (Form *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

const char *
form_get (const Form *self, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *value = g_ptr_array_index (self->values, i);
      if (g_str_equal (g_ptr_array_index (self->names, i), name))
        return *value != '\0' ? value : NULL;
    }
  return NULL;
}

GStrv
form_get_all (const Form *self, const char *name)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      g_strv_builder_add (values, g_ptr_array_index (self->values, i));
  return g_strv_builder_end (values);
}

const char *
form_find_repeated (const Form *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);
      if (!g_hash_table_add (seen, (gpointer) name) && !g_str_equal (name, "resource"))
        return name;
    }
  return NULL;
}
