/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-actions.h"

#include "account-duplicate.h"
#include "account-status.h"
#include "announce.h"
#include "remove-dialog.h"
#include "token-copy.h"

#include <glib/gi18n.h>

typedef struct
{
  TesseraSessions *sessions;
  TesseraShownAccount *shown;
  GtkWidget *widget; /* weak, nullable once it is gone */
} Context;

typedef struct
{
  const char *name;
  const char *label;
  guint section; /* of the menu */
  gboolean (*makes_sense) (TesseraSessions *sessions, TesseraSession *session);
  void (*act) (Context *context, TesseraSession *session);
} Action;

static void
context_free (Context *self)
{
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->shown);
  g_clear_object (&self->sessions);
  g_free (self);
}

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

static void
copy_token (Context *context, TesseraSession *session)
{
  tessera_token_copy (session, context->widget);
}

static void
show (Context *context, TesseraSession *session)
{
  tessera_shown_account_open (context->shown, get_position (context->sessions, session));
}

/* What happens then is to be seen on the account's page. */
static void
sign_in (Context *context, TesseraSession *session)
{
  show (context, session);
  tessera_activity_sign_in (tessera_session_get_activity (session));
}

static void
sign_out (Context *context, TesseraSession *session)
{
  tessera_activity_sign_out (tessera_session_get_activity (session));
}

static void
edit (Context *context, TesseraSession *session)
{
  show (context, session);
  gtk_widget_activate_action (context->widget, "win.edit", NULL);
}

static void
duplicate (Context *context, TesseraSession *session)
{
  tessera_account_duplicate (tessera_sessions_get_accounts (context->sessions),
                             tessera_session_get_account (session), context->widget);
}

static void
remove_account (Context *context, TesseraSession *session)
{
  tessera_remove_dialog_present (GTK_WINDOW (gtk_widget_get_root (context->widget)),
                                 tessera_sessions_get_accounts (context->sessions), session);
}

static void
move_to (Context *context, TesseraSession *session, guint to)
{
  const char *name = tessera_account_get_name (tessera_session_get_account (session));
  g_autofree char *text = NULL;

  tessera_sessions_move (context->sessions, get_position (context->sessions, session), to);
  /* Translators: the name of an account, its place in the list, and how many there are */
  text = g_strdup_printf (_ ("%s, %u of %u"), name, to + 1,
                          g_list_model_get_n_items (G_LIST_MODEL (context->sessions)));
  tessera_announce (context->widget, text);
}

static void
move_up (Context *context, TesseraSession *session)
{
  move_to (context, session, get_position (context->sessions, session) - 1);
}

static void
move_down (Context *context, TesseraSession *session)
{
  move_to (context, session, get_position (context->sessions, session) + 1);
}

static const Action actions[] = {
  { "copy-token", N_ ("_Copy Access Token"), 0, has_token, copy_token },
  { "sign-in", N_ ("Sign _In"), 0, is_signed_out, sign_in },
  { "sign-out", N_ ("Sign _Out"), 0, is_signed_in, sign_out },
  { "edit", N_ ("Account _Settings"), 1, has_settings, edit },
  { "duplicate", N_ ("_Duplicate"), 1, is_any, duplicate },
  { "move-up", N_ ("Move _Up"), 2, has_above, move_up },
  { "move-down", N_ ("Move _Down"), 2, has_below, move_down },
  { "remove", N_ ("_Remove Account…"), 3, is_own, remove_account },
};

#define SECTIONS 4

static void
show_nth_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tessera_shown_account_open (((Context *) user_data)->shown,
                              (guint) g_variant_get_int32 (parameter));
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tessera_shown_account_step (((Context *) user_data)->shown, g_variant_get_int32 (parameter));
}

static void
show_list_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tessera_shown_account_show_list (((Context *) user_data)->shown);
}

static const GActionEntry entries[] = {
  { .name = "show-nth", .activate = show_nth_cb, .parameter_type = "i" },
  { .name = "step", .activate = step_cb, .parameter_type = "i" },
  { .name = "show-list", .activate = show_list_cb },
};

/* Returns: (transfer full) (nullable) */
static TesseraSession *
find_session (TesseraSessions *sessions, const char *id)
{
  return g_list_model_get_item (G_LIST_MODEL (sessions), tessera_sessions_find (sessions, id));
}

static void
activate_cb (GSimpleAction *simple_action, GVariant *parameter, gpointer user_data)
{
  Context *context = user_data;
  g_autoptr (TesseraSession) session
    = find_session (context->sessions, g_variant_get_string (parameter, NULL));
  const char *name = g_action_get_name (G_ACTION (simple_action));
  gsize i = 0;

  while (!g_str_equal (actions[i].name, name))
    i++;
  /* A key asks for an action that the menu may not have. */
  if (session != NULL && context->widget != NULL
      && actions[i].makes_sense (context->sessions, session))
    actions[i].act (context, session);
}

GSimpleActionGroup *
tessera_account_actions_new (TesseraSessions *sessions,
                             TesseraShownAccount *shown,
                             GtkWidget *widget)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();
  Context *context = g_new0 (Context, 1);

  context->sessions = g_object_ref (sessions);
  context->shown = g_object_ref (shown);
  g_set_weak_pointer (&context->widget, widget);
  g_object_set_data_full (G_OBJECT (group), "context", context, (GDestroyNotify) context_free);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const GActionEntry entry
        = { .name = actions[i].name, .activate = activate_cb, .parameter_type = "s" };

      g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, context);
    }
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), context);
  return group;
}

static GMenuItem *
make_item (const Action *action, const char *id)
{
  GMenuItem *item = g_menu_item_new (_ (action->label), NULL);
  g_autofree char *name = g_strconcat ("accounts.", action->name, NULL);

  g_menu_item_set_action_and_target (item, name, "s", id);
  return item;
}

GMenuModel *
tessera_account_actions_make_menu (TesseraSessions *sessions, TesseraSession *session)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint section = 0; section < SECTIONS; section++)
    {
      g_autoptr (GMenu) items = g_menu_new ();

      for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
        if (actions[i].section == section && actions[i].makes_sense (sessions, session))
          {
            g_autoptr (GMenuItem) item = make_item (&actions[i], get_id (session));

            g_menu_append_item (items, item);
          }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (items));
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

void
tessera_account_actions_move (GActionGroup *group, const char *id, guint to)
{
  Context *context = g_object_get_data (G_OBJECT (group), "context");
  g_autoptr (TesseraSession) session = find_session (context->sessions, id);

  if (session != NULL && get_position (context->sessions, session) != to)
    move_to (context, session, to);
}
