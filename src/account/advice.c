/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice.h"

#include <glib/gi18n.h>
#include <string.h>

#include "advice-table.h"
#include "oidc-error.h"
#include "presets.h"

typedef struct
{
  const GError *error;
  const TesseraAdviceContext *context;
  const TesseraPreset *preset; /* (nullable) */
} Case;

/* What is safe in a shell without quotes stays as it is: it is read more than it is typed. */
static char *
quote (const char *text)
{
  if (text[0] != '\0'
      && text[strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-:/@%+")] == '\0')
    return g_strdup (text);
  return g_shell_quote (text);
}

static char *
join_redirect_uris (const TesseraAccountConfig *config)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);

  return g_strjoinv (", ", uris);
}

static char *
join_targets (const TesseraAccountConfig *config)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) targets = NULL;

  if (config->audience != NULL)
    g_strv_builder_add (builder, config->audience);
  if (config->resources != NULL)
    g_strv_builder_addv (builder, (const char **) config->resources);
  targets = g_strv_builder_end (builder);
  return targets[0] != NULL ? g_strjoinv (", ", targets) : NULL;
}

/* The scopes that the account asks for. */
static char *
join_scopes (const Case *this)
{
  char **scopes = this->context->config->scopes;

  if (scopes == NULL && this->preset != NULL)
    scopes = this->preset->scopes;
  return scopes != NULL ? g_strjoinv (" ", scopes) : g_strdup ("openid profile email");
}

/* The one that the metadata names. (transfer full) (nullable) */
static char *
dup_issuer (const Case *this)
{
  const TesseraAccountConfig *config = this->context->config;
  const char *issuer = tessera_error_issuer (this->error);

  return issuer != NULL && config != NULL && !config->read_only ? quote (issuer) : NULL;
}

static char *fill_in (const Case *this, const char *sentence);

/* Returns: (transfer full) (nullable), "" where nothing has failed yet */
static char *
make_again (const Case *this)
{
  if (this->error == NULL)
    return g_strdup ("");
  return fill_in (this, this->context->reader == TESSERA_ADVICE_WINDOW
                          ? _ ("Then try again.")
                          : _ ("Then sign in again: “tessera login {name}”."));
}

/* The extra parameter that forbids the provider to show a page (OpenID Connect Core §3.1.2.1). */
static char *
find_no_prompt (const TesseraAccountConfig *config)
{
  static const char none[] = "prompt=none";
  char **params = config->auth_params;

  return params != NULL && g_strv_contains ((const char *const *) params, none) ? g_strdup (none)
                                                                                : NULL;
}

/* What stands for {@name}. Returns: (transfer full) (nullable), NULL where it is not known */
static char *
find_value (const Case *this, const char *name)
{
  const TesseraAccountConfig *config = this->context->config;

  if (g_str_equal (name, "issuer"))
    return dup_issuer (this);
  if (g_str_equal (name, "again"))
    return make_again (this);
  if (config == NULL)
    return NULL;
  if (g_str_equal (name, "name"))
    return config->name != NULL ? quote (config->name) : NULL;
  if (g_str_equal (name, "redirect_uri"))
    return join_redirect_uris (config);
  if (g_str_equal (name, "to_register"))
    return this->preset != NULL && this->preset->redirect_is_free ? NULL
                                                                  : join_redirect_uris (config);
  if (g_str_equal (name, "client_id"))
    return g_strdup (config->client_id);
  if (g_str_equal (name, "scopes"))
    return join_scopes (this);
  if (g_str_equal (name, "audience"))
    return join_targets (config);
  if (g_str_equal (name, "prompt"))
    return find_no_prompt (config);
  return NULL;
}

/* Returns: (transfer full) (nullable), NULL where something that it names is not known */
static char *
fill_in (const Case *this, const char *sentence)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *open;

  while ((open = strchr (sentence, '{')) != NULL)
    {
      const char *close = open + strcspn (open, "}");
      g_autofree char *name = g_strndup (open + 1, close - open - 1);
      g_autofree char *value = find_value (this, name);

      if (value == NULL)
        return NULL;
      g_string_append_len (text, sentence, open - sentence);
      g_string_append (text, value);
      sentence = *close != '\0' ? close + 1 : close;
    }
  g_string_append (text, sentence);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_words (const char *message, const char *words)
{
  g_autofree char *small = g_utf8_strdown (message, -1);
  g_auto (GStrv) each = g_strsplit (words, "|", -1);

  for (gsize i = 0; each[i] != NULL; i++)
    if (strstr (small, each[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
fits (const Case *this, const TesseraAdviceRow *row)
{
  const char *reason = tessera_error_reason (this->error);

  return g_str_equal (row->id, reason != NULL ? reason : tessera_error_id (this->error))
         && (row->code == NULL
             || g_strcmp0 (row->code, oidc_error_get_oauth_code (this->error)) == 0)
         && (row->step == NULL || g_strcmp0 (row->step, this->context->step) == 0)
         && (row->provider == NULL
             || (this->preset != NULL && g_str_equal (row->provider, this->preset->id)))
         && (row->words == NULL || has_words (this->error->message, row->words));
}

static const TesseraPreset *
find_preset (const TesseraAccountConfig *config)
{
  if (config == NULL)
    return NULL;
  return tessera_presets_find (config->preset, config->issuer != NULL
                                                 ? config->issuer
                                                 : config->authorization_endpoint);
}

/* The row that fits @this, with its sentence. Returns: (nullable) *advice: (transfer full), set
 * where there is a row */
static const TesseraAdviceRow *
find_row (const Case *this, char **advice)
{
  for (const TesseraAdviceRow *row = tessera_advice_table; row->id != NULL; row++)
    {
      const char *sentence = this->context->reader == TESSERA_ADVICE_WINDOW && row->window != NULL
                               ? row->window
                               : row->terminal;
      g_autofree char *text = fits (this, row) ? fill_in (this, _ (sentence)) : NULL;

      if (text == NULL)
        continue;
      *advice = g_steal_pointer (&text);
      return row;
    }
  return NULL;
}

char *
tessera_advice_make (const GError *error, const TesseraAdviceContext *context)
{
  const Case this = { error, context, find_preset (context->config) };
  char *advice = NULL;

  return find_row (&this, &advice) != NULL ? advice : g_strdup (tessera_error_hint (error));
}

TesseraRepair
tessera_advice_find_repair (const GError *error, const TesseraAdviceContext *context)
{
  const Case this = { error, context, find_preset (context->config) };
  g_autofree char *advice = NULL;
  const TesseraAdviceRow *row = find_row (&this, &advice);
  gboolean changes = row != NULL && row->repair != TESSERA_REPAIR_TRY_AGAIN
                     && row->repair != TESSERA_REPAIR_REGISTER;

  if (row == NULL || (changes && (context->config == NULL || context->config->read_only)))
    return TESSERA_REPAIR_TRY_AGAIN;
  return row->repair;
}

char *
tessera_advice_make_reminder (const TesseraAccountConfig *config)
{
  const TesseraAdviceContext context = { TESSERA_ADVICE_TERMINAL, config, NULL };
  const Case this = { NULL, &context, find_preset (config) };
  char *text = fill_in (&this, _ (TESSERA_ADVICE_PAGE_AND_URI));

  if (text == NULL)
    text = fill_in (&this, _ (TESSERA_ADVICE_PAGE));
  return text != NULL ? g_strchomp (text) : NULL;
}
