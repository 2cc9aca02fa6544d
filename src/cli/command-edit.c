/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-options.h"
#include "client-secret-option.h"
#include "commands.h"
#include "new-account.h"
#include "preset-options.h"
#include "text-escape.h"

#define CLIENT_SECRET "client-secret"

/* What an `edit` does to the client secret, which is not in accounts.conf. */
typedef struct
{
  gboolean change;
  char *secret; /* (nullable) NULL: it is deleted */
} SecretChange;

static gboolean
unset (TesseraCall *call, TesseraAccountConfig *config, SecretChange *secret, GError **error)
{
  g_auto (GStrv) options = tessera_options_get_all (call->options, "unset");

  for (gsize i = 0; options != NULL && options[i] != NULL; i++)
    {
      const char *option = options[i] + (g_str_has_prefix (options[i], "--") ? 2 : 0);

      if (strcmp (option, CLIENT_SECRET) == 0 || strcmp (option, CLIENT_SECRET "-stdin") == 0)
        secret->change = TRUE;
      else if (!tessera_account_options_unset (option, config))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“--unset” takes the name of an option of “tessera add”, such as "
                          "audience, not “%s”."),
                       options[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_any_change (TesseraCall *call, GError **error)
{
  if (tessera_account_options_any (call->options) || tessera_options_has (call->options, "name")
      || tessera_options_has (call->options, "unset")
      || tessera_options_has (call->options, "client-secret-stdin"))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ (
                         "There is nothing to change. Run “tessera edit --help” for the options."));
  return FALSE;
}

/* The check of the account does not know what a person may have meant by a preset that is not
 * there. */
static gboolean
check (TesseraCall *call, const TesseraAccountConfig *config, GError **error)
{
  g_autoptr (GError) better = NULL;

  if (tessera_account_config_check (config, error))
    return TRUE;
  if (!tessera_preset_options_check (call, &better))
    {
      g_clear_pointer (&(*error)->message, g_free);
      (*error)->message = g_strdup (better->message);
    }
  return FALSE;
}

/* Fills @config and @secret with what the command line says. */
static gboolean
apply (TesseraCall *call, TesseraAccountConfig *config, SecretChange *secret, GError **error)
{
  if (!check_any_change (call, error) || !unset (call, config, secret, error))
    return FALSE;
  tessera_account_options_apply (call->options, config);
  if (tessera_options_has (call->options, "name"))
    {
      g_clear_pointer (&config->name, g_free);
      config->name = g_strdup (tessera_options_get (call->options, "name"));
    }
  if (!check (call, config, error)
      || !tessera_client_secret_option_read (call, &secret->secret, error))
    return FALSE;
  secret->change = secret->change || secret->secret != NULL;
  return TRUE;
}

static gboolean
update (TesseraCall *call,
        TesseraAccounts *accounts,
        const TesseraAccountConfig *before,
        const TesseraAccountConfig *after,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_update_async (accounts, before, after, call->cancellable, tessera_call_ready_cb,
                                 &result);
  return tessera_accounts_update_finish (accounts, tessera_call_wait (&result), error);
}

static void
take_back (TesseraAccounts *accounts,
           const TesseraAccountConfig *before,
           const TesseraAccountConfig *after)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_take_back_async (accounts, before, after, NULL, tessera_call_ready_cb, &result);
  tessera_accounts_take_back_finish (accounts, tessera_call_wait (&result), NULL);
}

/* The account and its secret change together, or not at all. */
static gboolean
write_changes (TesseraCall *call,
               TesseraAccounts *accounts,
               const TesseraAccountConfig *before,
               const TesseraAccountConfig *after,
               const SecretChange *secret,
               GError **error)
{
  TesseraAccount *account;

  if (!update (call, accounts, before, after, error))
    return FALSE;
  account = tessera_accounts_find_id (accounts, after->id);
  if (!secret->change || account == NULL
      || tessera_client_secret_option_store (call, account, secret->secret, error))
    return TRUE;
  take_back (accounts, before, after);
  return FALSE;
}

/* What a session belongs to: where one of these is another one, its tokens are not used. */
static gboolean
keeps_session (const TesseraAccountConfig *before, const TesseraAccountConfig *after)
{
  return g_strcmp0 (before->issuer, after->issuer) == 0
         && g_strcmp0 (before->client_id, after->client_id) == 0
         && (after->token_endpoint == NULL
             || g_strcmp0 (before->token_endpoint, after->token_endpoint) == 0);
}

/* Whether something else has to be registered than before. */
static gboolean
changes_registration (const TesseraAccountConfig *before, const TesseraAccountConfig *after)
{
  const TesseraPreset *presets[]
    = { tessera_new_account_find_preset (before), tessera_new_account_find_preset (after) };
  g_auto (GStrv) old = tessera_account_config_get_redirect_uris (before);
  g_auto (GStrv) new = tessera_account_config_get_redirect_uris (after);

  return presets[0] != presets[1]
         || !g_strv_equal ((const char *const *) old, (const char *const *) new);
}

static void
describe (TesseraCall *call,
          const TesseraAccountConfig *before,
          const TesseraAccountConfig *after,
          gboolean signed_in)
{
  g_autofree char *name = tessera_text_escape (after->name);
  gboolean kept = keeps_session (before, after);

  json_object_set_string_member (call->object, "name", after->name);
  json_object_set_string_member (call->object, "id", after->id);
  json_object_set_boolean_member (call->object, "keeps_session", kept);
  tessera_account_options_say_issuer (call, after);
  g_string_append_printf (call->text, _ ("Changed “%s”.\n"), name);
  if (changes_registration (before, after))
    tessera_new_account_say_registration (call, after);
  if (!kept && signed_in)
    g_string_append_printf (call->text, _ ("Its session belongs to the previous issuer, client ID "
                                           "or token endpoint. Sign in again.\n"));
}

gboolean
tessera_command_edit (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraAccountConfig) before = NULL;
  g_autoptr (TesseraAccountConfig) after = NULL;
  g_autofree char *typed = NULL;
  SecretChange secret = { 0 };
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);
  gboolean signed_in;

  if (account == NULL)
    return FALSE;
  signed_in = tessera_account_get_state (account) != TESSERA_ACCOUNT_SIGNED_OUT;
  before = tessera_account_config_copy (tessera_account_get_config (account));
  after = tessera_account_config_copy (before);
  tessera_call_watch_signals (call);
  if (!apply (call, after, &secret, error))
    return FALSE;
  typed = secret.secret;
  if (!write_changes (call, accounts, before, after, &secret, error))
    return FALSE;
  describe (call, before, after, signed_in);
  return TRUE;
}
