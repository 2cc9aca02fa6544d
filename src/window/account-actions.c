/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-actions.h"

#include "account-duplicate.h"
#include "account-menu.h"
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
  { "copy-token", copy_token }, { "sign-in", sign_in },
  { "sign-out", sign_out },     { "edit", edit },
  { "duplicate", duplicate },   { "move-up", move_up },
  { "move-down", move_down },   { "remove", remove_account },
};

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
      && tessera_account_menu_has (context->sessions, session, name))
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
