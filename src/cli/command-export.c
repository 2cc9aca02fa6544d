/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "account-exchange.h"
#include "commands.h"
#include "text-escape.h"

/* All accounts, or those that are named. Returns: (transfer container) (nullable) */
static GPtrArray *
choose (TesseraCall *call, TesseraAccounts *accounts, GError **error)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();

  for (gsize i = 0; call->words[i] != NULL; i++)
    {
      TesseraAccount *account = tessera_accounts_find (accounts, call->words[i], error);

      if (account == NULL)
        return NULL;
      g_ptr_array_add (configs, (gpointer) tessera_account_get_config (account));
    }
  for (guint i = 0;
       call->words[0] == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    g_ptr_array_add (configs, (gpointer) tessera_accounts_get_config (accounts, i));
  if (configs->len > 0)
    return g_steal_pointer (&configs);
  g_set_error_literal (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
                       _ ("There are no accounts to export."));
  return NULL;
}

/* Certificates are files of this computer. */
static void
say_what_is_left (TesseraCall *call, GPtrArray *configs)
{
  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *config = configs->pdata[i];
      g_autofree char *name = tessera_text_escape (config->name);
      g_autofree char *line = NULL;

      if (!tessera_account_exchange_leaves_files (config))
        continue;
      line = g_strdup_printf (_ ("tessera: The certificates of “%s” are not in the file.\n"), name);
      tessera_call_say (call, line);
    }
}

/* A file is read more strictly than accounts.conf. */
static void
warn_if_unreadable (TesseraCall *call, const char *text)
{
  g_autoptr (GError) problem = NULL;

  if (!tessera_account_exchange_check (text, &problem))
    /* Translators: followed by the reason, a sentence. */
    call->warning = g_error_new (problem->domain, problem->code,
                                 _ ("This file cannot be imported. %s"), problem->message);
}

gboolean
tessera_command_export (TesseraCall *call, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &problem);
  g_autoptr (GPtrArray) configs = NULL;
  g_autofree char *text = NULL;

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  configs = choose (call, accounts, error);
  if (configs == NULL)
    return FALSE;
  text = tessera_account_exchange_write (configs);
  say_what_is_left (call, configs);
  warn_if_unreadable (call, text);
  json_object_set_int_member (call->object, "accounts", configs->len);
  json_object_set_string_member (call->object, "file", text);
  g_string_append (call->text, text);
  return TRUE;
}
