/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset.h"

#include <gio/gio.h>
#include <string.h>

#include "config-resources.h"

#define PATH "/io/github/tessera_app/Tessera/config/presets.conf"

static GKeyFile *
load_presets (void)
{
  /* Asked for by its function: registered by a constructor alone, the linker would drop it. */
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (config_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) presets = g_key_file_new ();

  if (bytes != NULL)
    g_key_file_load_from_bytes (presets, bytes, G_KEY_FILE_NONE, NULL);
  return g_steal_pointer (&presets);
}

static gboolean
fits (GKeyFile *presets, const char *title, const char *host)
{
  g_auto (GStrv) patterns = g_key_file_get_string_list (presets, title, "Hosts", NULL, NULL);

  for (gsize i = 0; patterns != NULL && patterns[i] != NULL; i++)
    if (g_pattern_match_simple (patterns[i], host))
      return TRUE;
  return FALSE;
}

static void
read_logout (TesseraPreset *self, GKeyFile *presets, const char *title)
{
  g_auto (GStrv) logout = g_key_file_get_string_list (presets, title, "Logout", NULL, NULL);

  if (logout == NULL || g_strv_length (logout) != 2)
    return;
  self->logout_path = g_strdup (logout[0]);
  self->logout_parameter = g_strdup (logout[1]);
}

static TesseraPreset *
read_preset (GKeyFile *presets, const char *title)
{
  TesseraPreset *self = g_new0 (TesseraPreset, 1);

  self->title = g_strdup (title);
  self->redirect_uris = g_key_file_get_string_list (presets, title, "RedirectUris", NULL, NULL);
  self->scopes = g_key_file_get_string_list (presets, title, "Scopes", NULL, NULL);
  self->auth_params = g_key_file_get_string_list (presets, title, "AuthParams", NULL, NULL);
  self->revokes_grant = g_key_file_get_boolean (presets, title, "RevokesGrant", NULL);
  read_logout (self, presets, title);
  return self;
}

TesseraPreset *
tessera_preset_find (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autoptr (GKeyFile) presets = NULL;
  g_auto (GStrv) titles = NULL;
  g_autofree char *host = NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (parsed), -1);
  presets = load_presets ();
  titles = g_key_file_get_groups (presets, NULL);
  for (gsize i = 0; titles[i] != NULL; i++)
    if (fits (presets, titles[i], host))
      return read_preset (presets, titles[i]);
  return NULL;
}

static gboolean
has_name (char **auth_params, const char *param)
{
  gsize length = strcspn (param, "=") + 1;

  for (gsize i = 0; auth_params != NULL && auth_params[i] != NULL; i++)
    if (strncmp (auth_params[i], param, length) == 0)
      return TRUE;
  return FALSE;
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

void
tessera_preset_free (TesseraPreset *self)
{
  g_free (self->title);
  g_strfreev (self->redirect_uris);
  g_strfreev (self->scopes);
  g_strfreev (self->auth_params);
  g_free (self->logout_path);
  g_free (self->logout_parameter);
  g_free (self);
}
