/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-marks.h"

#include <string.h>

#include "presets.h"

static gboolean
contains (char **list, const char *item)
{
  return list != NULL && g_strv_contains ((const char *const *) list, item);
}

static gboolean
any_fits (const char *pattern, char **list)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    if (tessera_preset_match (pattern, list[i], NULL))
      return TRUE;
  return FALSE;
}

/* @mark: "MEMBER=REGEX". */
static gboolean
has_mark (const OidcProvider *provider, const char *mark)
{
  const char *pattern = strchr (mark, '=') + 1;
  g_autofree char *member = g_strndup (mark, (gsize) (pattern - mark) - 1);
  const struct
  {
    const char *member;
    const char *value;
  } texts[] = {
    { "issuer", provider->issuer },
    { "authorization_endpoint", provider->authorization_endpoint },
    { "token_endpoint", provider->token_endpoint },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].member, member) == 0)
      return texts[i].value != NULL && tessera_preset_match (pattern, texts[i].value, NULL);
  if (strcmp (member, "scopes_supported") == 0)
    return any_fits (pattern, provider->scopes_supported);
  return *pattern == '\0' && contains (provider->members, member);
}

static gboolean
has_all_marks (const OidcProvider *provider, char **marks)
{
  if (marks == NULL)
    return FALSE;
  for (gsize i = 0; marks[i] != NULL; i++)
    if (!has_mark (provider, marks[i]))
      return FALSE;
  return TRUE;
}

const TesseraPreset *
tessera_preset_find_by_metadata (const OidcProvider *provider)
{
  const GPtrArray *presets = tessera_presets_get_all ();

  for (guint i = 0; i < presets->len; i++)
    {
      const TesseraPreset *preset = presets->pdata[i];

      if (has_all_marks (provider, preset->metadata_marks))
        return preset;
    }
  return NULL;
}
