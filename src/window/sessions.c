/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sessions.h"

static TesseraSession *
find_session (GListModel *sessions, TesseraAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (sessions, i);

      if (tessera_session_get_account (session) == account)
        return g_steal_pointer (&session);
    }
  return tessera_session_new (account);
}

/* Cancels the sign-ins of removed accounts. */
static void
cancel_removed (GListModel *sessions, GListModel *accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (sessions, i);
      gboolean found = FALSE;

      for (guint j = 0; !found && j < g_list_model_get_n_items (accounts); j++)
        {
          g_autoptr (TesseraAccount) account = g_list_model_get_item (accounts, j);

          found = tessera_session_get_account (session) == account;
        }
      if (!found)
        tessera_activity_cancel (tessera_session_get_activity (session));
    }
}

static void
accounts_changed_cb (GListModel *accounts,
                     guint position,
                     guint removed,
                     guint added,
                     gpointer user_data)
{
  GListStore *sessions = G_LIST_STORE (user_data);
  g_autoptr (GPtrArray) now = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (TesseraAccount) account = g_list_model_get_item (accounts, i);

      g_ptr_array_add (now, find_session (G_LIST_MODEL (sessions), account));
    }
  cancel_removed (G_LIST_MODEL (sessions), accounts);
  g_list_store_splice (sessions, 0, g_list_model_get_n_items (G_LIST_MODEL (sessions)), now->pdata,
                       now->len);
}

GListStore *
tessera_sessions_new (TesseraAccounts *accounts)
{
  GListStore *sessions = g_list_store_new (TESSERA_TYPE_SESSION);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), sessions,
                           0);
  accounts_changed_cb (G_LIST_MODEL (accounts), 0, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (accounts)), sessions);
  return sessions;
}

guint
tessera_sessions_find (GListStore *sessions, TesseraAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (tessera_session_get_account (session) == account)
        return i;
    }
  return G_MAXUINT;
}

void
tessera_sessions_cancel (GListStore *sessions)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      tessera_activity_cancel (tessera_session_get_activity (session));
    }
}
