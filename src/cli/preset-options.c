/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-options.h"
#include "commands.h"
#include "preset-fill.h"
#include "preset-recognize.h"
#include "presets.h"

static gboolean G_GNUC_PRINTF (2, 3) usage (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* The fields that have an option of their own: as it is after --set, so is it without. */
static void
add_own_options (TesseraCall *call, GHashTable *values)
{
  static const char *const options[][2]
    = { { "client-id", "client_id" }, { "audience", "audience" } };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (tessera_options_has (call->options, options[i][0]))
      g_hash_table_insert (values, g_strdup (options[i][1]),
                           g_strdup (tessera_options_get (call->options, options[i][0])));
}

/* @pair: "KEY=VALUE". */
static gboolean
add_value (const TesseraPreset *preset, GHashTable *values, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *key = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;
  const TesseraPresetField *field = NULL;

  if (key == NULL)
    return usage (error, _ ("“--set” takes KEY=VALUE, not “%s”."), pair);
  field = tessera_preset_get_field (preset, key);
  if (field != NULL && field->kind == TESSERA_PRESET_SECRET)
    return usage (error, _ ("Do not put a client secret on the command line, where other users can "
                            "see it. Use --client-secret-stdin."));
  if (!g_hash_table_insert (values, g_strdup (key), g_strdup (equals + 1)))
    return usage (error, _ ("“--set %s=…” was given more than once."), key);
  return TRUE;
}

/* What was pasted is taken for what it means. */
static gboolean
recognize (const TesseraPreset *preset, GHashTable *values, GError **error)
{
  for (guint i = 0; i < preset->fields->len; i++)
    {
      const TesseraPresetField *field = preset->fields->pdata[i];
      const char *value = g_hash_table_lookup (values, field->key);
      char *meant = NULL;

      if (value == NULL)
        continue;
      meant = tessera_preset_recognize_field (preset, field, value, values, error);
      if (meant == NULL)
        return FALSE;
      g_hash_table_insert (values, g_strdup (field->key), meant);
    }
  return TRUE;
}

static void
warn_of_shapes (TesseraCall *call, const TesseraPreset *preset, GHashTable *values)
{
  for (guint i = 0; i < preset->fields->len && call->warning == NULL; i++)
    {
      const TesseraPresetField *field = preset->fields->pdata[i];
      const char *value = g_hash_table_lookup (values, field->key);

      if (value != NULL && !tessera_preset_field_fits (field, value))
        /* Translators: a value, a provider, and what the provider calls such a value. */
        g_set_error (&call->warning, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("“%s” does not look like what %s calls “%s”. It was accepted anyway."),
                     value, preset->title, _ (field->label));
    }
}

static gboolean
check_secret (TesseraCall *call, const TesseraPreset *preset, GError **error)
{
  if (preset->secret != TESSERA_PRESET_SECRET_YES
      || tessera_options_has (call->options, "client-secret-stdin"))
    return TRUE;
  return usage (error, _ ("%s also needs the client secret. Use --client-secret-stdin."),
                preset->title);
}

static gboolean
fill (TesseraCall *call, const TesseraPreset *preset, TesseraAccountConfig *config, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = tessera_options_get_all (call->options, "set");

  for (gsize i = 0; pairs != NULL && pairs[i] != NULL; i++)
    if (!add_value (preset, values, pairs[i], error))
      return FALSE;
  add_own_options (call, values);
  if (!check_secret (call, preset, error) || !recognize (preset, values, error)
      || !tessera_preset_fill (preset, values, config, error))
    return FALSE;
  warn_of_shapes (call, preset, values);
  return TRUE;
}

gboolean
tessera_preset_options_check (TesseraCall *call, GError **error)
{
  const char *id = tessera_options_get (call->options, "preset");

  if (id == NULL || tessera_command_presets_find (id) != NULL)
    return TRUE;
  tessera_command_presets_set_unknown (id, error);
  return FALSE;
}

gboolean
tessera_preset_options_apply (TesseraCall *call, TesseraAccountConfig *config, GError **error)
{
  const char *id = tessera_options_get (call->options, "preset");
  const TesseraPreset *preset = id != NULL ? tessera_command_presets_find (id) : NULL;

  if (id == NULL && tessera_options_has (call->options, "set"))
    return usage (error, _ ("“--set” needs a preset. Choose one with --preset."));
  if (!tessera_preset_options_check (call, error))
    return FALSE;
  if (preset != NULL && !fill (call, preset, config, error))
    return FALSE;
  tessera_account_options_apply (call->options, config);
  return TRUE;
}
