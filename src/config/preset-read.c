/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-read.h"

#include <string.h>

typedef enum
{
  TEXT,
  LIST,
  BOOLEAN,
} Type;

typedef struct
{
  const char *key;
  Type type;
  glong offset;
} Key;

#define PRESET(key, type, member)                                                                  \
  {                                                                                                \
    key, type, G_STRUCT_OFFSET (TesseraPreset, member)                                             \
  }
#define FIELD(key, type, member)                                                                   \
  {                                                                                                \
    key, type, G_STRUCT_OFFSET (TesseraPresetField, member)                                        \
  }
#define PASTE(key, type, member)                                                                   \
  {                                                                                                \
    key, type, G_STRUCT_OFFSET (TesseraPresetPaste, member)                                        \
  }
/* Keys whose values need more than to be copied. */
#define OTHER(key)                                                                                 \
  {                                                                                                \
    key, TEXT, -1                                                                                  \
  }

static const Key preset_keys[] = {
  PRESET ("Title", TEXT, title),
  PRESET ("Hosts", LIST, hosts),
  PRESET ("MetadataMarks", LIST, metadata_marks),
  PRESET ("Issuer", TEXT, issuer),
  PRESET ("AuthorizationEndpoint", TEXT, authorization_endpoint),
  PRESET ("TokenEndpoint", TEXT, token_endpoint),
  PRESET ("DeviceAuthorizationEndpoint", TEXT, device_authorization_endpoint),
  PRESET ("UserinfoEndpoint", TEXT, userinfo_endpoint),
  PRESET ("RevocationEndpoint", TEXT, revocation_endpoint),
  PRESET ("ClientAuth", TEXT, client_auth),
  PRESET ("RedirectUris", LIST, redirect_uris),
  PRESET ("RedirectIsFree", BOOLEAN, redirect_is_free),
  PRESET ("Scopes", LIST, scopes),
  PRESET ("ScopesFromMetadata", BOOLEAN, scopes_from_metadata),
  PRESET ("ScopeSeparator", TEXT, scope_separator),
  PRESET ("OfflineAccess", TEXT, offline_access),
  PRESET ("Audience", TEXT, audience),
  PRESET ("AudienceScope", TEXT, audience_scope),
  PRESET ("DefaultAudience", TEXT, default_audience),
  PRESET ("Profile", LIST, profile),
  PRESET ("EmailsPath", TEXT, emails_path),
  PRESET ("RevokesGrant", BOOLEAN, revokes_grant),
  PRESET ("Names", LIST, names),
  PRESET ("LogoutList", TEXT, logout_list),
  PRESET ("RegisterAt", TEXT, register_at),
  PRESET ("RegisterHow", TEXT, register_how),
  OTHER ("AuthParams"),
  OTHER ("Prompt"),
  OTHER ("Secret"),
  OTHER ("ProfileMethod"),
  OTHER ("Logout"),
};

static const Key field_keys[] = {
  FIELD ("Label", TEXT, label),      FIELD ("Hint", TEXT, hint),
  FIELD ("Default", TEXT, fallback), FIELD ("Optional", BOOLEAN, optional),
  FIELD ("Pattern", TEXT, pattern),  FIELD ("Derive", TEXT, derive),
  FIELD ("Suffix", TEXT, suffix),    FIELD ("KeepPath", TEXT, keep_path),
  FIELD ("Values", LIST, values),    OTHER ("Kind"),
};

static const Key paste_keys[] = {
  PASTE ("Pattern", TEXT, pattern),
  PASTE ("Set", LIST, set),
  PASTE ("Advice", TEXT, advice),
};

/* The text in _("…"), or the value as it is. */
static char *
read_text (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);
  gsize length = value != NULL ? strlen (value) : 0;

  if (value != NULL && g_str_has_prefix (value, "_(\"") && g_str_has_suffix (value, "\")"))
    return g_strndup (value + 3, length - 5);
  return g_steal_pointer (&value);
}

static void
read_key (gpointer object, const Key *key, GKeyFile *file, const char *group)
{
  if (key->offset < 0 || !g_key_file_has_key (file, group, key->key, NULL))
    return;
  if (key->type == LIST)
    G_STRUCT_MEMBER (char **, object, key->offset)
      = g_key_file_get_string_list (file, group, key->key, NULL, NULL);
  else if (key->type == BOOLEAN)
    G_STRUCT_MEMBER (gboolean, object, key->offset)
      = g_key_file_get_boolean (file, group, key->key, NULL);
  else
    G_STRUCT_MEMBER (char *, object, key->offset) = read_text (file, group, key->key);
}

static const Key *
find_key (const Key *keys, gsize n_keys, const char *name)
{
  for (gsize i = 0; i < n_keys; i++)
    if (strcmp (keys[i].key, name) == 0)
      return &keys[i];
  return NULL;
}

static gboolean
read_keys (gpointer object,
           const Key *keys,
           gsize n_keys,
           GKeyFile *file,
           const char *group,
           GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const Key *key = find_key (keys, n_keys, names[i]);

      if (key == NULL)
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                       "The preset [%s] has the unknown key %s", group, names[i]);
          return FALSE;
        }
      read_key (object, key, file, group);
    }
  return TRUE;
}

/* Whether the value of @key is @value. */
static gboolean
is (GKeyFile *file, const char *group, const char *key, const char *value)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return g_strcmp0 (text, value) == 0;
}

static void
read_auth_params (TesseraPreset *self, GKeyFile *file)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *prompt = g_key_file_get_string (file, self->id, "Prompt", NULL);
  g_auto (GStrv) others = g_key_file_get_string_list (file, self->id, "AuthParams", NULL, NULL);
  g_autofree char *prompt_param = prompt != NULL ? g_strconcat ("prompt=", prompt, NULL) : NULL;

  if (prompt == NULL && others == NULL)
    return;
  if (others != NULL)
    g_strv_builder_addv (builder, (const char **) others);
  if (prompt_param != NULL)
    g_strv_builder_add (builder, prompt_param);
  self->auth_params = g_strv_builder_end (builder);
}

static void
read_logout (TesseraPreset *self, GKeyFile *file)
{
  g_auto (GStrv) logout = g_key_file_get_string_list (file, self->id, "Logout", NULL, NULL);
  gsize length = logout != NULL ? g_strv_length (logout) : 0;

  self->no_logout = length == 1 && strcmp (logout[0], "none") == 0;
  if (length != 2)
    return;
  self->logout_path = g_strdup (logout[0]);
  self->logout_parameter = g_strdup (logout[1]);
}

static gboolean
read_group (GPtrArray *presets, GKeyFile *file, const char *id, GError **error)
{
  TesseraPreset *self = g_new0 (TesseraPreset, 1);

  g_ptr_array_add (presets, self);
  self->id = g_strdup (id);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_preset_field_free);
  self->pastes = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_preset_paste_free);
  if (is (file, id, "Secret", "yes"))
    self->secret = TESSERA_PRESET_SECRET_YES;
  else if (is (file, id, "Secret", "maybe"))
    self->secret = TESSERA_PRESET_SECRET_MAYBE;
  self->profile_by_post = is (file, id, "ProfileMethod", "POST");
  read_auth_params (self, file);
  read_logout (self, file);
  return read_keys (self, preset_keys, G_N_ELEMENTS (preset_keys), file, id, error);
}

static gboolean
read_field (TesseraPreset *preset,
            GKeyFile *file,
            const char *group,
            const char *key,
            GError **error)
{
  TesseraPresetField *self = g_new0 (TesseraPresetField, 1);

  g_ptr_array_add (preset->fields, self);
  self->key = g_strdup (key);
  if (is (file, group, "Kind", "server"))
    self->kind = TESSERA_PRESET_SERVER;
  else if (is (file, group, "Kind", "secret"))
    self->kind = TESSERA_PRESET_SECRET;
  return read_keys (self, field_keys, G_N_ELEMENTS (field_keys), file, group, error);
}

static gboolean
read_paste (TesseraPreset *preset, GKeyFile *file, const char *group, GError **error)
{
  TesseraPresetPaste *self = g_new0 (TesseraPresetPaste, 1);

  g_ptr_array_add (preset->pastes, self);
  return read_keys (self, paste_keys, G_N_ELEMENTS (paste_keys), file, group, error);
}

/* @words: what the group is called, "ID field KEY" or "ID paste N"; the preset comes before it. */
static gboolean
read_part (GPtrArray *presets, GKeyFile *file, const char *group, char **words, GError **error)
{
  TesseraPreset *last = presets->len > 0 ? presets->pdata[presets->len - 1] : NULL;
  gboolean fits = g_strv_length (words) == 3 && last != NULL && strcmp (last->id, words[0]) == 0;

  if (fits && strcmp (words[1], "field") == 0)
    return read_field (last, file, group, words[2], error);
  if (fits && strcmp (words[1], "paste") == 0)
    return read_paste (last, file, group, error);
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "[%s] belongs to no preset", group);
  return FALSE;
}

GPtrArray *
tessera_preset_read (GKeyFile *file, GError **error)
{
  g_autoptr (GPtrArray) presets
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_preset_free);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (groups[i], " ", -1);

      if (words[1] == NULL ? !read_group (presets, file, groups[i], error)
                           : !read_part (presets, file, groups[i], words, error))
        return NULL;
    }
  return g_steal_pointer (&presets);
}
