/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-choice.h"

#include "presets.h"

#include <glib/gi18n.h>

/* In the order of the rows in form.ui. */
static const char *const client_auths[] = { NULL, "none", "basic", "post" };
static const char *const id_token_algs[] = { NULL, "HS256" };
static const char *const offline_accesses[] = { NULL, "ask", "never" };

static const struct
{
  const char *const *values;
  guint n_values;
} choices[TESSERA_FORM_CHOICE_N_FIELDS] = {
  [TESSERA_FORM_CHOICE_CLIENT_AUTH] = { client_auths, G_N_ELEMENTS (client_auths) },
  [TESSERA_FORM_CHOICE_ID_TOKEN_ALG] = { id_token_algs, G_N_ELEMENTS (id_token_algs) },
  [TESSERA_FORM_CHOICE_OFFLINE_ACCESS] = { offline_accesses, G_N_ELEMENTS (offline_accesses) },
};

static char **
find_member (TesseraAccountConfig *config, TesseraFormChoiceField field)
{
  if (field == TESSERA_FORM_CHOICE_PRESET)
    return &config->preset;
  if (field == TESSERA_FORM_CHOICE_CLIENT_AUTH)
    return &config->client_auth;
  if (field == TESSERA_FORM_CHOICE_ID_TOKEN_ALG)
    return &config->id_token_alg;
  return &config->offline_access;
}

static guint
get_n_values (TesseraFormChoiceField field)
{
  return field == TESSERA_FORM_CHOICE_PRESET ? tessera_presets_get_all ()->len + 1
                                             : choices[field].n_values;
}

/* (nullable) */
static const char *
get_value (TesseraFormChoiceField field, guint i)
{
  const TesseraPreset *preset;

  if (field != TESSERA_FORM_CHOICE_PRESET || i == 0)
    return i > 0 ? choices[field].values[i] : NULL;
  preset = tessera_presets_get_all ()->pdata[i - 1];
  return preset->id;
}

guint
tessera_form_choice_find (const TesseraAccountConfig *config, TesseraFormChoiceField field)
{
  const char *value = *find_member ((TesseraAccountConfig *) config, field);

  for (guint i = 1; i < get_n_values (field); i++)
    if (g_strcmp0 (value, get_value (field, i)) == 0)
      return i;
  return 0;
}

void
tessera_form_choice_apply (TesseraAccountConfig *config,
                           const TesseraAccountConfig *shown,
                           TesseraFormChoiceField field,
                           guint selected)
{
  char **member = find_member (config, field);

  if (selected == tessera_form_choice_find (shown, field) || selected >= get_n_values (field))
    return;
  g_clear_pointer (member, g_free);
  *member = g_strdup (get_value (field, selected));
}

GtkStringList *
tessera_form_choice_list_presets (void)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  const GPtrArray *all = tessera_presets_get_all ();

  gtk_string_list_append (titles, _ ("Automatic"));
  for (guint i = 0; i < all->len; i++)
    gtk_string_list_append (titles, ((const TesseraPreset *) all->pdata[i])->title);
  return titles;
}
