/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset.h"

#include <string.h>

const TesseraPresetField *
tessera_preset_get_field (const TesseraPreset *self, const char *key)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const TesseraPresetField *field = self->fields->pdata[i];

      if (strcmp (field->key, key) == 0)
        return field;
    }
  return NULL;
}

const char *
tessera_preset_look_up (char **list, const char *name)
{
  gsize length = strlen (name);

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    if (strncmp (list[i], name, length) == 0 && list[i][length] == '=')
      return list[i] + length + 1;
  return NULL;
}

static gboolean
has_name (char **auth_params, const char *param)
{
  g_autofree char *name = g_strndup (param, strcspn (param, "="));

  return tessera_preset_look_up (auth_params, name) != NULL;
}

char **
tessera_preset_merge_auth_params (const TesseraPreset *self, char **auth_params)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->auth_params == NULL)
    return g_strdupv (auth_params);
  if (auth_params != NULL)
    g_strv_builder_addv (builder, (const char **) auth_params);
  for (gsize i = 0; self->auth_params[i] != NULL; i++)
    if (!has_name (auth_params, self->auth_params[i]))
      g_strv_builder_add (builder, self->auth_params[i]);
  return g_strv_builder_end (builder);
}

char *
tessera_preset_expand (const char *template, GHashTable *variables)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (*template != '\0')
    {
      gsize plain = strcspn (template, "{");
      const char *value;
      g_autofree char *name = NULL;

      g_string_append_len (text, template, (gssize) plain);
      template += plain;
      if (*template == '\0')
        break;
      name = g_strndup (template + 1, strcspn (template + 1, "}"));
      value = g_hash_table_lookup (variables, name);
      if (value == NULL)
        return NULL;
      g_string_append (text, value);
      template += strlen (name) + strlen ("{}");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* GRegex does not tell which names there are: they are read from the expression. */
static void
take_groups (const char *pattern, GMatchInfo *info, GHashTable *groups)
{
  static const char opening[] = "(?<";

  for (const char *group = strstr (pattern, opening); group != NULL;
       group = strstr (group, opening))
    {
      char *value;
      g_autofree char *name = NULL;

      group += strlen (opening);
      name = g_strndup (group, strcspn (group, ">"));
      value = g_match_info_fetch_named (info, name);
      if (value != NULL)
        g_hash_table_insert (groups, g_steal_pointer (&name), value);
    }
}

gboolean
tessera_preset_match (const char *pattern, const char *text, GHashTable *groups)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (regex == NULL || !g_regex_match (regex, text, 0, &info))
    return FALSE;
  if (groups != NULL)
    take_groups (pattern, info, groups);
  return TRUE;
}

void
tessera_preset_field_free (TesseraPresetField *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->hint);
  g_free (self->fallback);
  g_free (self->pattern);
  g_free (self->derive);
  g_free (self->suffix);
  g_free (self->keep_path);
  g_strfreev (self->values);
  g_free (self);
}

void
tessera_preset_paste_free (TesseraPresetPaste *self)
{
  g_free (self->pattern);
  g_strfreev (self->set);
  g_free (self->advice);
  g_free (self);
}

void
tessera_preset_free (TesseraPreset *self)
{
  g_free (self->id);
  g_free (self->title);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->pastes);
  g_strfreev (self->hosts);
  g_strfreev (self->metadata_marks);
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->device_authorization_endpoint);
  g_free (self->userinfo_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->client_auth);
  g_strfreev (self->redirect_uris);
  g_strfreev (self->scopes);
  g_free (self->scope_separator);
  g_free (self->offline_access);
  g_strfreev (self->auth_params);
  g_free (self->audience);
  g_free (self->audience_scope);
  g_free (self->default_audience);
  g_strfreev (self->profile);
  g_free (self->emails_path);
  g_free (self->logout_path);
  g_free (self->logout_parameter);
  g_free (self->register_at);
  g_strfreev (self->names);
  g_free (self->logout_list);
  g_free (self->register_how);
  g_free (self);
}
