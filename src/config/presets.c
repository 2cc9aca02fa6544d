/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "presets.h"

#include <gio/gio.h>

#include "config-resources.h"
#include "preset-read.h"

#define PATH "/io/github/tessera_app/Tessera/config/presets.conf"

static GPtrArray *
load (void)
{
  /* Asked for by its function: registered by a constructor alone, the linker would drop it. */
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (config_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray *presets = NULL;

  if (g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    presets = tessera_preset_read (file, &error);
  if (presets == NULL)
    g_error ("presets.conf: %s", error->message);
  return presets;
}

const GPtrArray *
tessera_presets_get_all (void)
{
  static gsize presets;

  if (g_once_init_enter (&presets))
    g_once_init_leave (&presets, (gsize) load ());
  return (const GPtrArray *) presets; /* NOLINT: kept until the program ends */
}

const TesseraPreset *
tessera_presets_find_id (const char *id)
{
  const GPtrArray *presets = tessera_presets_get_all ();

  for (guint i = 0; i < presets->len; i++)
    {
      const TesseraPreset *preset = presets->pdata[i];

      if (g_strcmp0 (preset->id, id) == 0)
        return preset;
    }
  return NULL;
}

static gboolean
has_host (const TesseraPreset *preset, const char *host)
{
  for (gsize i = 0; preset->hosts != NULL && preset->hosts[i] != NULL; i++)
    if (g_pattern_match_simple (preset->hosts[i], host))
      return TRUE;
  return FALSE;
}

static const TesseraPreset *
find_host (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const GPtrArray *presets = tessera_presets_get_all ();
  g_autofree char *host = NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (parsed), -1);
  for (guint i = 0; i < presets->len; i++)
    if (has_host (presets->pdata[i], host))
      return presets->pdata[i];
  return NULL;
}

const TesseraPreset *
tessera_presets_find (const char *id, const char *uri)
{
  const TesseraPreset *preset = id != NULL ? tessera_presets_find_id (id) : NULL;

  return preset != NULL ? preset : find_host (uri);
}
