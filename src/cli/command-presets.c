/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "commands.h"
#include "preset-recognize.h"
#include "presets.h"
#include "setup-words.h"
#include "terminal.h"
#include "text-escape.h"
#include "typing-errors.h"

static const char *const any_port[] = { "http://127.0.0.1/", NULL };

/* What is registered there: none, or a list that is not empty. */
static const char *const *
get_redirect_uris (const TesseraPreset *preset)
{
  static const char *const none[] = { NULL };

  if (preset->redirect_is_free)
    return none;
  return preset->redirect_uris != NULL ? (const char *const *) preset->redirect_uris : any_port;
}

static JsonObject *
make_field (const TesseraPresetField *field)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "key", field->key);
  json_object_set_string_member (object, "label", _ (field->label));
  if (field->hint != NULL)
    json_object_set_string_member (object, "hint", _ (field->hint));
  if (field->fallback != NULL)
    json_object_set_string_member (object, "default", field->fallback);
  json_object_set_boolean_member (object, "optional", field->optional);
  json_object_set_boolean_member (object, "secret", field->kind == TESSERA_PRESET_SECRET);
  return object;
}

static JsonObject *
fill_object (JsonObject *object, const TesseraPreset *preset)
{
  static const char *const secrets[] = { "no", "maybe", "yes" };
  const char *const *redirect_uris = get_redirect_uris (preset);
  JsonArray *fields = json_array_new ();
  JsonArray *uris = json_array_new ();

  for (guint i = 0; i < preset->fields->len; i++)
    json_array_add_object_element (fields, make_field (preset->fields->pdata[i]));
  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    json_array_add_string_element (uris, redirect_uris[i]);
  json_object_set_string_member (object, "id", preset->id);
  json_object_set_string_member (object, "title", preset->title);
  json_object_set_array_member (object, "fields", fields);
  json_object_set_string_member (object, "secret", secrets[preset->secret]);
  json_object_set_array_member (object, "redirect_uris", uris);
  if (preset->register_at != NULL)
    json_object_set_string_member (object, "register_at", preset->register_at);
  json_object_set_string_member (object, "register_how", _ (preset->register_how));
  if (preset->device_authorization_endpoint != NULL)
    json_object_set_string_member (object, "device_authorization_endpoint",
                                   preset->device_authorization_endpoint);
  return object;
}

static void
list_all (TesseraCall *call)
{
  const GPtrArray *all = tessera_presets_get_all ();
  JsonArray *array = json_array_new ();
  guint width = 0;

  for (guint i = 0; i < all->len; i++)
    width = MAX (width, tessera_terminal_width (((const TesseraPreset *) all->pdata[i])->id));
  for (guint i = 0; i < all->len; i++)
    {
      const TesseraPreset *preset = all->pdata[i];

      tessera_terminal_append_column (call->text, preset->id, width);
      g_string_append_printf (call->text, "  %s\n", preset->title);
      json_array_add_object_element (array, fill_object (json_object_new (), preset));
    }
  json_object_set_array_member (call->object, "presets", array);
  tessera_call_say (call, _ ("Run “tessera presets PROVIDER” to see what a provider needs.\n"));
}

static char *
describe_field (const TesseraPresetField *field)
{
  g_autoptr (GString) text = g_string_new (_ (field->label));

  if (field->hint != NULL)
    g_string_append_printf (text, ": %s", _ (field->hint));
  if (field->fallback != NULL)
    /* Translators: the value that is taken where none is given. */
    g_string_append_printf (text, _ (" (default: %s)"), field->fallback);
  else if (field->optional)
    g_string_append (text, _ (" (optional)"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @values: (nullable) what is known of the fields, by their keys. */
static void
append_option (GString *text, const TesseraPresetField *field, GHashTable *values)
{
  const char *known = values != NULL ? g_hash_table_lookup (values, field->key) : NULL;
  g_autofree char *word = known != NULL ? tessera_setup_quote (known) : NULL;
  g_autofree char *value = word != NULL ? tessera_text_escape (word) : NULL;
  gboolean needed = !field->optional && field->fallback == NULL;

  if (strcmp (field->key, "client_id") == 0)
    g_string_append_printf (text, " --client-id %s", value != NULL ? value : "ID");
  else if (field->kind != TESSERA_PRESET_SECRET && (needed || value != NULL))
    g_string_append_printf (text, " --set %s=%s", field->key, value != NULL ? value : "…");
}

static void
append_example (GString *text, const TesseraPreset *preset, GHashTable *values)
{
  g_string_append_printf (text, "\n  tessera add NAME --preset %s", preset->id);
  for (guint i = 0; i < preset->fields->len; i++)
    append_option (text, preset->fields->pdata[i], values);
  if (preset->secret == TESSERA_PRESET_SECRET_YES)
    g_string_append (text, " --client-secret-stdin");
  g_string_append_c (text, '\n');
}

static void
append_fields (GString *text, const TesseraPreset *preset)
{
  guint width = 0;

  for (guint i = 0; i < preset->fields->len; i++)
    width
      = MAX (width,
             tessera_terminal_width (((const TesseraPresetField *) preset->fields->pdata[i])->key));
  for (guint i = 0; i < preset->fields->len; i++)
    {
      const TesseraPresetField *field = preset->fields->pdata[i];
      g_autofree char *described = describe_field (field);

      g_string_append (text, "  ");
      tessera_terminal_append_column (text, field->key, width);
      g_string_append_printf (text, "  %s\n", described);
    }
}

void
tessera_command_presets_append_registration (GString *text, const TesseraPreset *preset)
{
  const char *const *redirect_uris = get_redirect_uris (preset);

  g_string_append_printf (text, "%s\n", _ (preset->register_how));
  if (preset->register_at != NULL)
    g_string_append_printf (text, "%s\n", preset->register_at);
  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    g_string_append_printf (text, _ ("Redirect URI to register: %s\n"), redirect_uris[i]);
}

static void
describe (TesseraCall *call, const TesseraPreset *preset, GHashTable *values)
{
  fill_object (call->object, preset);
  g_string_append_printf (call->text, "%s\n\n", preset->title);
  tessera_command_presets_append_registration (call->text, preset);
  g_string_append (call->text, "\n");
  append_fields (call->text, preset);
  append_example (call->text, preset, values);
}

const TesseraPreset *
tessera_command_presets_find (const char *name)
{
  const GPtrArray *all = tessera_presets_get_all ();
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < all->len; i++)
    {
      const TesseraPreset *preset = all->pdata[i];
      g_autofree char *title = g_utf8_casefold (preset->title, -1);

      if (strcmp (preset->id, wanted) == 0 || strcmp (title, wanted) == 0
          || (preset->names != NULL
              && g_strv_contains ((const char *const *) preset->names, wanted)))
        return preset;
    }
  return NULL;
}

/* The word that somebody who typed @wanted may have meant, so far. */
typedef struct
{
  const char *wanted;
  const char *word; /* (nullable) what to type instead */
  guint errors;
} Similar;

static void
compare (Similar *self, const char *meant, const char *word)
{
  guint errors;

  if (!tessera_typing_errors_few (self->wanted, meant))
    return;
  errors = tessera_typing_errors_count (self->wanted, meant);
  if (self->word != NULL && errors >= self->errors)
    return;
  self->word = word;
  self->errors = errors;
}

const char *
tessera_command_presets_find_similar (const char *name)
{
  const GPtrArray *all = tessera_presets_get_all ();
  g_autofree char *wanted = g_utf8_casefold (name, -1);
  Similar similar = { .wanted = wanted };

  for (guint i = 0; i < all->len; i++)
    {
      const TesseraPreset *preset = all->pdata[i];
      g_autofree char *title = g_utf8_casefold (preset->title, -1);

      compare (&similar, preset->id, preset->id);
      compare (&similar, title, preset->id);
      for (gsize j = 0; preset->names != NULL && preset->names[j] != NULL; j++)
        compare (&similar, preset->names[j], preset->names[j]);
    }
  return similar.word;
}

void
tessera_command_presets_set_unknown (const char *name, GError **error)
{
  const char *similar = tessera_command_presets_find_similar (name);

  if (similar != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("There is no preset “%s”. Did you mean “%s”?"), name, similar);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("There is no preset “%s”. Run “tessera presets” for a list."), name);
}

gboolean
tessera_command_presets (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraPresetMatch) match = NULL;
  const TesseraPreset *preset;

  if (call->name == NULL)
    {
      list_all (call);
      return TRUE;
    }
  if (g_utf8_validate (call->name, -1, NULL))
    match = tessera_preset_recognize (call->name);
  preset = match != NULL ? match->preset : tessera_command_presets_find (call->name);
  if (preset == NULL)
    {
      tessera_command_presets_set_unknown (call->name, error);
      return FALSE;
    }
  describe (call, preset, match != NULL ? match->values : NULL);
  return TRUE;
}
