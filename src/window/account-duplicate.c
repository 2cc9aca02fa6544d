/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-duplicate.h"

#include "clipboard.h"

#include <glib/gi18n.h>

static gboolean
is_taken (TesseraAccounts *accounts, const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (accounts));

  for (guint i = 0; i < n; i++)
    if (tessera_account_config_same_name (tessera_accounts_get_config (accounts, i)->name, name))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) */
static char *
choose_name (TesseraAccounts *accounts, const char *name)
{
  for (guint i = 1;; i++)
    {
      /* Translators: the name of an account that was duplicated: "Work copy" */
      g_autofree char *copy = i == 1 ? g_strdup_printf (_ ("%s copy"), name)
                                     /* Translators: the next one: "Work copy 2" */
                                     : g_strdup_printf (_ ("%s copy %u"), name, i);

      if (!is_taken (accounts, copy))
        return g_steal_pointer (&copy);
    }
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TesseraAccount *account = tessera_accounts_add_finish (TESSERA_ACCOUNTS (source), result, &error);

  if (account != NULL)
    /* Translators: the name of an account */
    text = g_strdup_printf (_ ("Added “%s” without its session and client secret"),
                            tessera_account_get_name (account));
  tessera_clipboard_confirm (widget, text != NULL ? text : error->message);
}

void
tessera_account_duplicate (TesseraAccounts *accounts, TesseraAccount *account, GtkWidget *widget)
{
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (account));
  g_autofree char *name = g_steal_pointer (&config->name);

  config->name = choose_name (accounts, name);
  config->read_only = FALSE;
  /* A host that two accounts name gets the token of neither. */
  g_clear_pointer (&config->hosts, g_strfreev);
  tessera_accounts_add_async (accounts, config, NULL, added_cb, g_object_ref (widget));
}
