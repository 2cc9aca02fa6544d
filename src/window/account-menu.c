/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-menu.h"

#include "account-status.h"

#include <glib/gi18n.h>

#define SECTIONS 4

typedef struct
{
  const char *action;
  const char *label;
  guint section;
  gboolean (*makes_sense) (TesseraSessions *sessions, TesseraSession *session);
} Item;

static const char *
get_id (TesseraSession *session)
{
  return tessera_account_get_config (tessera_session_get_account (session))->id;
}

static guint
get_position (TesseraSessions *sessions, TesseraSession *session)
{
  return tessera_sessions_find (sessions, get_id (session));
}

static gboolean
has_token (TesseraSessions *sessions, TesseraSession *session)
{
  return tessera_account_status_has_token (session);
}

static gboolean
is_signed_in (TesseraSessions *sessions, TesseraSession *session)
{
  return g_str_equal (tessera_session_get_view (session), "signed-in");
}

static gboolean
is_signed_out (TesseraSessions *sessions, TesseraSession *session)
{
  const char *const views[] = { "signed-out", "expired", "failed", NULL };

  return g_strv_contains (views, tessera_session_get_view (session));
}

/* An administrator's account cannot be removed; its settings can be seen. */
static gboolean
is_own (TesseraSessions *sessions, TesseraSession *session)
{
  return !tessera_account_get_config (tessera_session_get_account (session))->read_only;
}

static gboolean
has_settings (TesseraSessions *sessions, TesseraSession *session)
{
  return !g_str_equal (tessera_session_get_view (session), "signing-in");
}

static gboolean
is_any (TesseraSessions *sessions, TesseraSession *session)
{
  return TRUE;
}

static gboolean
has_above (TesseraSessions *sessions, TesseraSession *session)
{
  return get_position (sessions, session) > 0;
}

static gboolean
has_below (TesseraSessions *sessions, TesseraSession *session)
{
  return get_position (sessions, session) + 1 < g_list_model_get_n_items (G_LIST_MODEL (sessions));
}

static const Item items[] = {
  { "copy-token", N_ ("_Copy Access Token"), 0, has_token },
  { "sign-in", N_ ("Sign _In"), 0, is_signed_out },
  { "sign-out", N_ ("Sign _Out"), 0, is_signed_in },
  { "edit", N_ ("Account _Settings"), 1, has_settings },
  { "duplicate", N_ ("_Duplicate"), 1, is_any },
  { "move-up", N_ ("Move _Up"), 2, has_above },
  { "move-down", N_ ("Move _Down"), 2, has_below },
  { "remove", N_ ("_Remove Account…"), 3, is_own },
};

static GMenuItem *
make_item (const Item *item, const char *id)
{
  GMenuItem *menu_item = g_menu_item_new (_ (item->label), NULL);
  g_autofree char *name = g_strconcat ("accounts.", item->action, NULL);

  g_menu_item_set_action_and_target (menu_item, name, "s", id);
  return menu_item;
}

GMenuModel *
tessera_account_menu_new (TesseraSessions *sessions, TesseraSession *session)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint section = 0; section < SECTIONS; section++)
    {
      g_autoptr (GMenu) part = g_menu_new ();

      for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
        if (items[i].section == section && items[i].makes_sense (sessions, session))
          {
            g_autoptr (GMenuItem) item = make_item (&items[i], get_id (session));

            g_menu_append_item (part, item);
          }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (part));
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

gboolean
tessera_account_menu_has (TesseraSessions *sessions, TesseraSession *session, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    if (g_str_equal (items[i].action, name))
      return items[i].makes_sense (sessions, session);
  return FALSE;
}
