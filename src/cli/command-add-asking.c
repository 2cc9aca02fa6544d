/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-policy.h"
#include "commands.h"
#include "new-account.h"
#include "preset-fill.h"
#include "preset-recognize.h"
#include "provider-question.h"
#include "question.h"

/* What “tessera add” at a terminal has found out so far. */
typedef struct
{
  TesseraCall *call;
  TesseraProviderAnswer provider;
  TesseraAccountConfig *config;
  char *secret; /* (nullable) */
} Dialog;

static void
dialog_clear (Dialog *self)
{
  tessera_provider_answer_clear (&self->provider);
  g_clear_pointer (&self->config, tessera_account_config_free);
  g_clear_pointer (&self->secret, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dialog, dialog_clear)

/* Before the fields: nobody has a client ID who has not registered a client. */
static void
show_registration (const TesseraPreset *preset)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "\n%s\n", preset->title);
  tessera_command_presets_append_registration (text, preset);
  tessera_question_say (text->str);
}

static TesseraQuestionFlags
get_flags (const TesseraPreset *preset, const TesseraPresetField *field)
{
  if (field->kind != TESSERA_PRESET_SECRET)
    return field->optional ? TESSERA_QUESTION_MAY_BE_EMPTY : TESSERA_QUESTION_PLAIN;
  return TESSERA_QUESTION_HIDDEN
         | (preset->secret == TESSERA_PRESET_SECRET_YES ? 0 : TESSERA_QUESTION_MAY_BE_EMPTY);
}

/* Asks for the field until something can be made of the answer; an unusual one is only remarked
 * upon. */
static gboolean
ask_field (Dialog *self, const TesseraPresetField *field, GHashTable *values, GError **error)
{
  const TesseraPreset *preset = self->provider.preset;
  gboolean secret = field->kind == TESSERA_PRESET_SECRET;
  const char *known = g_hash_table_lookup (values, field->key);

  /* A secret that was in the file that was pasted is not shown again. */
  while (!secret || known == NULL)
    {
      g_autofree char *typed = tessera_question_ask (self->call, _ (field->label),
                                                     field->hint != NULL ? _ (field->hint) : NULL,
                                                     known != NULL ? known : field->fallback,
                                                     get_flags (preset, field), error);
      g_autoptr (GError) problem = NULL;
      g_autofree char *meant = NULL;

      if (typed == NULL)
        return FALSE;
      meant = tessera_preset_recognize_field (preset, field, typed, values, &problem);
      if (meant != NULL && tessera_preset_field_check (preset, field, meant, &problem))
        {
          if (!tessera_preset_field_fits (field, meant))
            tessera_question_say (
              _ ("This does not have the usual format. It was accepted anyway."));
          g_hash_table_insert (values, g_strdup (field->key), g_steal_pointer (&meant));
          return TRUE;
        }
      tessera_question_say (problem->message);
    }
  return TRUE;
}

static gboolean
ask_fields (Dialog *self, GError **error)
{
  const TesseraPreset *preset = self->provider.preset;
  g_autoptr (GHashTable) values
    = self->provider.values != NULL
        ? g_hash_table_ref (self->provider.values)
        : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *secret;

  for (guint i = 0; i < preset->fields->len; i++)
    if (!ask_field (self, preset->fields->pdata[i], values, error))
      return FALSE;
  secret = g_hash_table_lookup (values, "client_secret");
  self->secret = secret != NULL && secret[0] != '\0' ? g_strdup (secret) : NULL;
  return tessera_preset_fill (preset, values, self->config, error);
}

/* A provider that was found by its address: the issuer is known, and the client is not. */
static gboolean
ask_client (Dialog *self, GError **error)
{
  const TesseraPreset *preset = self->provider.preset;

  self->config->issuer = g_strdup (self->provider.issuer);
  self->config->preset = g_strdup (preset != NULL ? preset->id : NULL);
  self->config->client_id
    = tessera_question_ask (self->call, _ ("Client ID"), NULL, NULL, TESSERA_QUESTION_PLAIN, error);
  if (self->config->client_id == NULL)
    return FALSE;
  self->secret
    = tessera_question_ask (self->call, _ ("Client secret"), NULL, NULL,
                            TESSERA_QUESTION_HIDDEN
                              | (preset != NULL && preset->secret == TESSERA_PRESET_SECRET_YES
                                   ? 0
                                   : TESSERA_QUESTION_MAY_BE_EMPTY),
                            error);
  if (self->secret == NULL)
    return FALSE;
  if (self->secret[0] == '\0')
    g_clear_pointer (&self->secret, g_free);
  return TRUE;
}

/* (transfer full) */
static GError *
make_taken (const char *name)
{
  return g_error_new (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                      _ ("The account “%s” already exists."), name);
}

/* Whether a new account may be called so; says why not. */
static gboolean
is_free_name (const char *name)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  g_autoptr (GError) problem = NULL;

  if (!tessera_account_config_check_name (name, &problem))
    {
      tessera_question_say (problem->message);
      return FALSE;
    }
  if (tessera_accounts_find (accounts, name, NULL) == NULL)
    return TRUE;
  problem = make_taken (name);
  tessera_question_say (problem->message);
  return FALSE;
}

/* Before anything is asked. */
static gboolean
check_given_name (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);

  if (call->name == NULL)
    return TRUE;
  if (!tessera_account_config_check_name (call->name, error))
    return FALSE;
  if (tessera_accounts_find (accounts, call->name, NULL) == NULL)
    return TRUE;
  g_propagate_error (error, make_taken (call->name));
  return FALSE;
}

static char *
suggest_name (const Dialog *self)
{
  g_autoptr (GUri) uri = NULL;

  if (self->provider.preset != NULL)
    return tessera_preset_suggest_name (self->provider.preset, self->config);
  uri = g_uri_parse (self->config->issuer, G_URI_FLAGS_NONE, NULL);
  return g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
}

static gboolean
ask_name (Dialog *self, GError **error)
{
  g_autofree char *suggested = suggest_name (self);

  if (self->call->name != NULL)
    {
      self->config->name = g_strdup (self->call->name);
      return TRUE;
    }
  while (self->config->name == NULL)
    {
      g_autofree char *name = tessera_question_ask (self->call, _ ("Account name"), NULL, suggested,
                                                    TESSERA_QUESTION_PLAIN, error);

      if (name == NULL)
        return FALSE;
      if (is_free_name (name))
        self->config->name = g_steal_pointer (&name);
    }
  return TRUE;
}

/* So that it can be compared with the page of the provider. */
static void
show_derived (const TesseraAccountConfig *config)
{
  g_autofree char *text = NULL;

  if (config->issuer != NULL)
    text = g_strdup_printf (_ ("\nIssuer: %s\nClient ID: %s"), config->issuer, config->client_id);
  else
    text
      = g_strdup_printf (_ ("\nAuthorization endpoint: %s\nToken endpoint: %s\nClient ID: %s"),
                         config->authorization_endpoint, config->token_endpoint, config->client_id);
  tessera_question_say (text);
}

static void
tell_next (TesseraCall *call, const TesseraAccountConfig *config)
{
  g_autofree char *quoted = g_shell_quote (config->name);

  /* Translators: a name as a shell reads it. */
  g_string_append_printf (call->text, _ ("To sign in, run: tessera login %s\n"), quoted);
}

gboolean
tessera_command_add_asking (TesseraCall *call, GError **error)
{
  g_auto (Dialog) dialog = { .call = call, .config = tessera_account_config_new () };

  tessera_call_watch_signals (call);
  if (!check_given_name (call, error)
      || !tessera_provider_question_ask (call, &dialog.provider, error))
    return FALSE;
  if (dialog.provider.preset != NULL)
    show_registration (dialog.provider.preset);
  if (dialog.provider.issuer != NULL ? !ask_client (&dialog, error) : !ask_fields (&dialog, error))
    return FALSE;
  if (!tessera_account_policy_check (NULL, dialog.config, error) || !ask_name (&dialog, error)
      || !tessera_account_config_check (dialog.config, error))
    return FALSE;
  show_derived (dialog.config);
  if (!tessera_new_account_add (call, dialog.config, dialog.secret, error))
    return FALSE;
  tell_next (call, dialog.config);
  return TRUE;
}
