/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "presets.h"
#include "config-error.h"

/* The keys of a group, in the order in which they are written. */
static const struct
{
  const char *key;
  glong offset;
  gboolean list;
} fields[] = {
  { "Name", G_STRUCT_OFFSET (TesseraAccountConfig, name), FALSE },
  { "Issuer", G_STRUCT_OFFSET (TesseraAccountConfig, issuer), FALSE },
  { "ClientId", G_STRUCT_OFFSET (TesseraAccountConfig, client_id), FALSE },
  { "ClientAuth", G_STRUCT_OFFSET (TesseraAccountConfig, client_auth), FALSE },
  { "Scopes", G_STRUCT_OFFSET (TesseraAccountConfig, scopes), TRUE },
  { "RedirectUris", G_STRUCT_OFFSET (TesseraAccountConfig, redirect_uris), TRUE },
  { "Audience", G_STRUCT_OFFSET (TesseraAccountConfig, audience), FALSE },
  { "Resources", G_STRUCT_OFFSET (TesseraAccountConfig, resources), TRUE },
  { "AuthParams", G_STRUCT_OFFSET (TesseraAccountConfig, auth_params), TRUE },
  { "AuthorizationEndpoint", G_STRUCT_OFFSET (TesseraAccountConfig, authorization_endpoint),
    FALSE },
  { "TokenEndpoint", G_STRUCT_OFFSET (TesseraAccountConfig, token_endpoint), FALSE },
  { "JwksUri", G_STRUCT_OFFSET (TesseraAccountConfig, jwks_uri), FALSE },
  { "UserinfoEndpoint", G_STRUCT_OFFSET (TesseraAccountConfig, userinfo_endpoint), FALSE },
  { "RevocationEndpoint", G_STRUCT_OFFSET (TesseraAccountConfig, revocation_endpoint), FALSE },
  { "EndSessionEndpoint", G_STRUCT_OFFSET (TesseraAccountConfig, end_session_endpoint), FALSE },
  { "Preset", G_STRUCT_OFFSET (TesseraAccountConfig, preset), FALSE },
  { "OfflineAccess", G_STRUCT_OFFSET (TesseraAccountConfig, offline_access), FALSE },
  { "IdTokenAlg", G_STRUCT_OFFSET (TesseraAccountConfig, id_token_alg), FALSE },
  { "CaFile", G_STRUCT_OFFSET (TesseraAccountConfig, ca_file), FALSE },
  { "ClientCert", G_STRUCT_OFFSET (TesseraAccountConfig, client_cert), FALSE },
  { "ClientKey", G_STRUCT_OFFSET (TesseraAccountConfig, client_key), FALSE },
  { "Hosts", G_STRUCT_OFFSET (TesseraAccountConfig, hosts), TRUE },
};

#define TEXT(config, i) G_STRUCT_MEMBER (char *, config, fields[i].offset)
#define LIST(config, i) G_STRUCT_MEMBER (char **, config, fields[i].offset)

static const char *const any_port[] = { "http://127.0.0.1/", NULL };

TesseraAccountConfig *
tessera_account_config_new (void)
{
  return g_new0 (TesseraAccountConfig, 1);
}

TesseraAccountConfig *
tessera_account_config_copy (const TesseraAccountConfig *self)
{
  TesseraAccountConfig *copy = tessera_account_config_new ();

  copy->id = g_strdup (self->id);
  copy->read_only = self->read_only;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].list)
      LIST (copy, i) = g_strdupv (LIST (self, i));
    else
      TEXT (copy, i) = g_strdup (TEXT (self, i));
  return copy;
}

static gboolean
equal_lists (char **a, char **b)
{
  static char *empty[] = { NULL };

  return g_strv_equal ((const char *const *) (a != NULL ? a : empty),
                       (const char *const *) (b != NULL ? b : empty));
}

static gboolean
equal_fields (const TesseraAccountConfig *a, const TesseraAccountConfig *b, gsize i)
{
  return fields[i].list ? equal_lists (LIST (a, i), LIST (b, i))
                        : g_strcmp0 (TEXT (a, i), TEXT (b, i)) == 0;
}

gboolean
tessera_account_config_equal (const TesseraAccountConfig *a, const TesseraAccountConfig *b)
{
  if (g_strcmp0 (a->id, b->id) != 0 || a->read_only != b->read_only)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!equal_fields (a, b, i))
      return FALSE;
  return TRUE;
}

static void
take_field (TesseraAccountConfig *self, const TesseraAccountConfig *other, gsize i)
{
  if (fields[i].list)
    {
      g_strfreev (LIST (self, i));
      LIST (self, i) = g_strdupv (LIST (other, i));
    }
  else
    {
      g_free (TEXT (self, i));
      TEXT (self, i) = g_strdup (TEXT (other, i));
    }
}

void
tessera_account_config_apply (TesseraAccountConfig *self,
                              const TesseraAccountConfig *before,
                              const TesseraAccountConfig *after)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!equal_fields (before, after, i))
      take_field (self, after, i);
}

void
tessera_account_config_take_back (TesseraAccountConfig *self,
                                  const TesseraAccountConfig *before,
                                  const TesseraAccountConfig *after)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!equal_fields (before, after, i) && equal_fields (self, after, i))
      take_field (self, before, i);
}

void
tessera_account_config_free (TesseraAccountConfig *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].list)
      g_strfreev (LIST (self, i));
    else
      g_free (TEXT (self, i));
  g_free (self->id);
  g_free (self);
}

char **
tessera_account_config_get_redirect_uris (const TesseraAccountConfig *self)
{
  const TesseraPreset *preset = NULL;

  if (self->redirect_uris != NULL && self->redirect_uris[0] != NULL)
    return g_strdupv (self->redirect_uris);
  preset = tessera_presets_find (self->preset, self->issuer != NULL ? self->issuer
                                                                    : self->authorization_endpoint);
  if (preset != NULL && preset->redirect_uris != NULL)
    return g_strdupv (preset->redirect_uris);
  return g_strdupv ((char **) any_port);
}

/* Whoever writes the file by hand may separate with blanks too, as they are used to from scopes:
 * no scope, URI or parameter name has one. */
static char **
read_list (GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_auto (GStrv) items = g_key_file_get_string_list (file, group, key, NULL, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  if (items == NULL)
    return NULL;
  for (gsize i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;

      if (strcmp (key, "AuthParams") == 0)
        {
          g_ptr_array_add (list, g_strdup (g_strstrip (items[i])));
          continue;
        }
      words = g_strsplit_set (items[i], " \t", -1);
      for (gsize j = 0; words[j] != NULL; j++)
        if (words[j][0] != '\0')
          g_ptr_array_add (list, g_strdup (words[j]));
    }
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

/* As g_key_file_get_string(), which takes twice as long and is needed only for a value with
 * escapes. */
static char *
read_text (GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autofree char *raw = g_key_file_get_value (file, group, key, NULL);

  if (raw != NULL && strchr (raw, '\\') == NULL && g_utf8_validate (raw, -1, NULL))
    return g_steal_pointer (&raw);
  return g_key_file_get_string (file, group, key, error);
}

static gboolean
read_field (TesseraAccountConfig *self, GKeyFile *file, gsize i, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;

  if (fields[i].list)
    LIST (self, i) = read_list (file, self->id, fields[i].key, &local_error);
  else
    {
      text = read_text (file, self->id, fields[i].key, &local_error);
      if (text != NULL && text[0] != '\0')
        TEXT (self, i) = g_steal_pointer (&text);
    }
  if (local_error == NULL)
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
               _ ("The value of “%s” cannot be read."), fields[i].key);
  return FALSE;
}

TesseraAccountConfig *
tessera_account_config_from_key_file (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (TesseraAccountConfig) self = tessera_account_config_new ();
  g_auto (GStrv) keys = NULL;

  if (!tessera_account_config_check_id (group, error))
    return NULL;
  self->id = g_strdup (group);
  /* To ask the key file for each field takes longer, and there may be a thousand accounts. */
  keys = g_key_file_get_keys (file, group, NULL, NULL);
  for (gsize i = 0; keys != NULL && i < G_N_ELEMENTS (fields); i++)
    if (g_strv_contains ((const char *const *) keys, fields[i].key)
        && !read_field (self, file, i, error))
      return NULL;
  if (!tessera_account_config_check_name (self->name, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tessera_account_config_to_key_file (const TesseraAccountConfig *self, GKeyFile *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      char **list = fields[i].list ? LIST (self, i) : NULL;
      const char *text = fields[i].list ? NULL : TEXT (self, i);

      if (list != NULL && list[0] != NULL)
        g_key_file_set_string_list (file, self->id, fields[i].key, (const char *const *) list,
                                    g_strv_length (list));
      else if (text != NULL && text[0] != '\0')
        g_key_file_set_string (file, self->id, fields[i].key, text);
      else
        g_key_file_remove_key (file, self->id, fields[i].key, NULL);
    }
}
