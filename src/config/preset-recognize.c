/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-recognize.h"

#include <glib/gi18n.h>
#include <string.h>

#include "config-error.h"
#include "issuer-entry.h"
#include "oidc-json.h"
#include "pasted-text.h"
#include "presets.h"

/* Bytes; longer than any address, so that no expression runs long. */
#define MAX_LENGTH 4096

void
tessera_preset_match_free (TesseraPresetMatch *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

static TesseraPresetMatch *
new_match (const TesseraPreset *preset)
{
  TesseraPresetMatch *self = g_new0 (TesseraPresetMatch, 1);

  self->preset = preset;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* The file that Google offers for download: {"installed": {"client_id": …}}, or "web". */
static TesseraPresetMatch *
recognize_google_file (const char *text)
{
  static const char *const keys[] = { "client_id", "client_secret" };
  g_autoptr (JsonObject) file = oidc_json_parse_object (text, strlen (text), MAX_LENGTH, NULL);
  JsonNode *node = file != NULL ? json_object_get_member (file, "installed") : NULL;
  TesseraPresetMatch *self;

  if (file == NULL || (node == NULL && !json_object_has_member (file, "web")))
    return NULL;
  self = new_match (tessera_presets_find_id ("google"));
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      self->advice
        = N_ ("This client has the type Web application. Create one of the type Desktop app.");
      return self;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = oidc_json_find_string (json_node_get_object (node), keys[i]);

      if (value != NULL)
        g_hash_table_insert (self->values, g_strdup (keys[i]), g_strdup (value));
    }
  return self;
}

/* Takes the part out of an address that leads to metadata or keys; RFC 8414 §3.1 puts it between
 * host and path. */
static void
cut_well_known (char *address)
{
  static const char *const names[]
    = { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
        "/.well-known/jwks.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *found = strstr (address, names[i]);
      gsize length = strlen (names[i]);

      if (found != NULL)
        memmove (found, found + length, strlen (found + length) + 1);
    }
}

/* @scheme: what the values of servers are to begin with. */
static void
take_values (TesseraPresetMatch *self,
             const TesseraPresetPaste *paste,
             GHashTable *groups,
             const char *scheme)
{
  for (guint i = 0; i < self->preset->fields->len; i++)
    {
      const TesseraPresetField *field = self->preset->fields->pdata[i];
      const char *template = tessera_preset_look_up (paste->set, field->key);
      g_autofree char *set = template != NULL ? tessera_preset_expand (template, groups) : NULL;
      const char *value = set != NULL ? set : g_hash_table_lookup (groups, field->key);

      /* A group that did not take part in the match is empty. */
      if (value != NULL && *value != '\0')
        g_hash_table_insert (self->values, g_strdup (field->key),
                             field->kind == TESSERA_PRESET_SERVER
                               ? g_strconcat (scheme, value, NULL)
                               : g_strdup (value));
    }
}

/* What was pasted, without its scheme. */
typedef struct
{
  const char *scheme; /* that the values of servers are to begin with */
  const char *whole;
  const char *cut; /* without the path of a metadata document */
} Pasted;

static TesseraPresetMatch *
try_paste (const TesseraPreset *preset, const TesseraPresetPaste *paste, const Pasted *pasted)
{
  const char *text = strstr (paste->pattern, "well-known") != NULL ? pasted->whole : pasted->cut;
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  TesseraPresetMatch *self;

  if (!tessera_preset_match (paste->pattern, text, groups))
    return NULL;
  self = new_match (preset);
  self->advice = paste->advice;
  take_values (self, paste, groups, pasted->scheme);
  return self;
}

/* @only: (nullable) the preset that it is known to be. */
static TesseraPresetMatch *
try_all (const TesseraPreset *only, const Pasted *pasted)
{
  const GPtrArray *presets = tessera_presets_get_all ();

  for (guint i = 0; i < presets->len; i++)
    {
      const TesseraPreset *preset = presets->pdata[i];

      for (guint j = 0; j < preset->pastes->len && (only == NULL || only == preset); j++)
        {
          TesseraPresetMatch *match = try_paste (preset, preset->pastes->pdata[j], pasted);

          if (match != NULL)
            return match;
        }
    }
  return NULL;
}

/* What the host tells wins over what a path resembles: some providers run the software of others.
 * (nullable) */
static TesseraPresetMatch *
try_host (const Pasted *pasted)
{
  g_autofree char *uri = g_strconcat (pasted->scheme, pasted->cut, NULL);
  const TesseraPreset *preset = tessera_presets_find (NULL, uri);

  return preset != NULL ? try_all (preset, pasted) : NULL;
}

static const char *
skip_scheme (const char *text)
{
  const char *end = strstr (text, "://");

  return end != NULL ? end + strlen ("://") : text;
}

static TesseraPresetMatch *
recognize (const TesseraPreset *only, const char *typed)
{
  g_autofree char *text = tessera_pasted_text_strip_address (typed);
  g_autofree char *cut = g_strdup (skip_scheme (text));
  gboolean plain = g_ascii_strncasecmp (text, "http://", strlen ("http://")) == 0;
  const Pasted pasted
    = { .scheme = plain ? "http://" : "https://", .whole = skip_scheme (text), .cut = cut };
  TesseraPresetMatch *match = NULL;

  if (strlen (text) > MAX_LENGTH || !g_utf8_validate (text, -1, NULL))
    return NULL;
  if (*text == '{')
    return recognize_google_file (text);
  cut_well_known (cut);
  if (only == NULL)
    match = try_host (&pasted);
  return match != NULL ? match : try_all (only, &pasted);
}

/* Adds what @other has, and @self does not. */
static void
add_values (TesseraPresetMatch *self, const TesseraPresetMatch *other)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, other->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (self->values, key))
      g_hash_table_insert (self->values, g_strdup (key), g_strdup (value));
}

/* The page of a console tells something to issuer-entry.h, and something else to presets.conf.
 * @preset: (nullable) */
static TesseraPresetMatch *
recognize_page (const TesseraPreset *preset, const char *typed)
{
  g_autoptr (TesseraIssuerEntry) entry
    = strlen (typed) <= MAX_LENGTH ? tessera_issuer_entry_parse (typed) : NULL;
  g_autoptr (TesseraPresetMatch) page = recognize (preset, typed);
  TesseraPresetMatch *match = NULL;

  if (entry != NULL && (entry->changes & TESSERA_ISSUER_ENTRY_CONSOLE) != 0)
    match = recognize (preset, entry->candidates[0]);
  if (match == NULL)
    return g_steal_pointer (&page);
  if (page != NULL && page->preset == match->preset)
    add_values (match, page);
  return match;
}

TesseraPresetMatch *
tessera_preset_recognize (const char *pasted)
{
  return recognize_page (NULL, pasted);
}

char *
tessera_preset_recognize_field (const TesseraPreset *preset,
                                const TesseraPresetField *field,
                                const char *typed,
                                GHashTable *values,
                                GError **error)
{
  g_autoptr (TesseraPresetMatch) match
    = field->kind != TESSERA_PRESET_SECRET ? recognize_page (preset, typed) : NULL;
  const char *meant = match != NULL ? g_hash_table_lookup (match->values, field->key) : NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (meant == NULL && match != NULL && match->advice != NULL)
    {
      g_set_error_literal (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                           _ (match->advice));
      return NULL;
    }
  if (meant == NULL)
    return g_strdup (typed);
  g_hash_table_iter_init (&iter, match->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_str_equal (key, field->key) && !g_hash_table_contains (values, key))
      g_hash_table_insert (values, g_strdup (key), g_strdup (value));
  return g_strdup (meant);
}
