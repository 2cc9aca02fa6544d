/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window.h"

#include "account-actions.h"
#include "account-list.h"
#include "add-dialog.h"
#include "announce.h"
#include "failed-page.h"
#include "help-overlay.h"
#include "navigation.h"
#include "notice.h"
#include "prompt-page.h"
#include "remove-dialog.h"
#include "repair.h"
#include "resource-path.h"
#include "session-actions.h"
#include "sessions.h"
#include "shown-account.h"
#include "signed-in-page.h"
#include "signing-in-page.h"
#include "state-announcer.h"
#include "subpages.h"
#include "window-closing.h"
#include "window-fit.h"
#include "window-focus.h"
#include "window-settings.h"

#include <glib/gi18n.h>

enum
{
  PROP_ACCOUNTS = 1,
  PROP_SESSION,
  PROP_SESSION_IN_VIEW,
  PROP_PROBLEM,
  PROP_PAGE,
  N_PROPS
};

struct _TesseraWindow
{
  AdwApplicationWindow parent_instance;
  TesseraAccounts *accounts;
  TesseraSessions *sessions;
  TesseraSession *session;
  GSimpleActionGroup *session_actions; /* (nullable) */
  GSettings *settings;                 /* (nullable) */
  TesseraShownAccount *shown;
  TesseraSplit *split;
  TesseraAccountList *list;
  TesseraNavigation *navigation;
  GtkStack *stack;
  TesseraWindowVisibility *visibility;
};

G_DEFINE_FINAL_TYPE (TesseraWindow, tessera_window, ADW_TYPE_APPLICATION_WINDOW)

static GParamSpec *properties[N_PROPS];

/* Decides which page of the stack is shown. Nothing else does. */
static const char *
find_page (TesseraWindow *self)
{
  if (self->session != NULL)
    return tessera_session_get_view (self->session);
  return self->accounts != NULL && tessera_accounts_get_problem (self->accounts) != NULL ? "broken"
                                                                                         : "empty";
}

static char *
notice_cb (gpointer self, gboolean has_accounts, const char *problem)
{
  return has_accounts ? g_strdup (problem) : NULL;
}

static char *
title_cb (gpointer self, const char *page, TesseraSession *session)
{
  return g_strdup (session != NULL
                     ? tessera_account_get_name (tessera_session_get_account (session))
                     : _ ("Tessera"));
}

static gboolean
is_set_cb (gpointer self, gpointer value)
{
  return value != NULL;
}

static gboolean
is_in_view (TesseraWindow *self)
{
  return self->shown != NULL && tessera_shown_account_get_in_view (self->shown);
}

static void
update_actions (TesseraWindow *self)
{
  gboolean own
    = self->session != NULL && is_in_view (self)
      && !tessera_account_get_config (tessera_session_get_account (self->session))->read_only;
  gboolean signing_in = self->session == NULL || !is_in_view (self)
                        || g_str_equal (tessera_session_get_view (self->session), "signing-in");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit", !signing_in);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.repair",
                                 own && tessera_repair_applies (self->session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.remove", own);
}

/* A page that slides away shows its own account to the end; then it lets go of it. */
static void
release_pages (TesseraWindow *self)
{
  if (!gtk_stack_get_transition_running (self->stack))
    tessera_page_release_hidden (self->stack);
}

static void
view_changed_cb (TesseraWindow *self)
{
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  tessera_page_set_session (TESSERA_PAGE (gtk_stack_get_visible_child (self->stack)),
                            self->session);
  release_pages (self);
}

static void
follow_session (TesseraWindow *self)
{
  g_signal_connect_object (self->session, "notify::view", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tessera_session_get_account (self->session), "configured",
                           G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
unfollow_session (TesseraWindow *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (tessera_session_get_account (self->session), self);
}

/* A key does nothing to an account that is out of view. */
static void
insert_session_actions (TesseraWindow *self)
{
  gtk_widget_insert_action_group (GTK_WIDGET (self), "session",
                                  is_in_view (self) ? G_ACTION_GROUP (self->session_actions)
                                                    : NULL);
}

static void
set_session (TesseraWindow *self, TesseraSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    unfollow_session (self);
  g_set_object (&self->session, session);
  if (self->navigation != NULL)
    tessera_navigation_pop_to_root (self->navigation);
  /* This comes before the page: a button takes the keyboard only while its action is enabled. */
  g_clear_object (&self->session_actions);
  if (session != NULL)
    self->session_actions = tessera_session_actions_new (session, GTK_WIDGET (self->stack));
  insert_session_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_IN_VIEW]);
  view_changed_cb (self);
  if (session != NULL)
    follow_session (self);
  /* A button of the page that stays has lost the keyboard with the actions of the other session. */
  if (is_in_view (self))
    tessera_window_focus_page (GTK_WINDOW (self), self->stack);
}

static void
shown_changed_cb (TesseraWindow *self)
{
  set_session (self, tessera_shown_account_get_session (self->shown));
}

static void
in_view_changed_cb (TesseraWindow *self)
{
  insert_session_actions (self);
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_IN_VIEW]);
}

static void
problem_changed_cb (TesseraWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
page_changed_cb (TesseraWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (page == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  tessera_page_build (TESSERA_PAGE (page));
  tessera_page_set_session (TESSERA_PAGE (page), self->session);
  tessera_window_focus_page (GTK_WINDOW (self), self->stack);
}

static void
added_cb (TesseraWindow *self, TesseraAccount *account, gboolean sign_in)
{
  tessera_window_show_account (self, account);
  if (sign_in)
    gtk_widget_activate_action (GTK_WIDGET (self), "session.sign-in", NULL);
}

static void
add_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);
  GtkWindow *dialog = tessera_add_dialog_new (self->accounts);

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  tessera_window_fit_present (dialog, GTK_WINDOW (self));
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gboolean at_root;

  g_object_get (TESSERA_WINDOW (widget)->navigation, "at-root", &at_root, NULL);
  if (at_root)
    gtk_widget_activate_action (widget, "win.show-page", "s", "settings");
}

static void
repair_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);

  tessera_repair_begin (self->accounts, self->session, GTK_WIDGET (self->stack));
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);

  tessera_remove_dialog_present (GTK_WINDOW (self), self->accounts, self->session);
}

static void
show_page_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);

  if (self->session != NULL)
    tessera_subpages_show (self->navigation, g_variant_get_string (parameter, NULL), self->session);
}

static void
show_help_overlay_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tessera_help_overlay_present (GTK_APPLICATION_WINDOW (widget));
}

static void
follow_accounts (TesseraWindow *self)
{
  g_autoptr (GSimpleActionGroup) actions = NULL;

  self->settings = tessera_window_settings_bind (GTK_WINDOW (self));
  self->sessions = tessera_sessions_new (self->accounts, self->settings);
  g_object_set (self->list, "sessions", self->sessions, NULL);
  self->shown = tessera_shown_account_new (self->sessions, self->list, self->split, self->stack,
                                           self->visibility, self->settings);
  actions = tessera_account_actions_new (self->sessions, self->shown, GTK_WIDGET (self->split));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "accounts", G_ACTION_GROUP (actions));
  g_signal_connect_object (self->shown, "notify::session", G_CALLBACK (shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "notify::in-view", G_CALLBACK (in_view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* What is pushed over the page of the same account goes as well. */
  g_signal_connect_object (self->shown, "opened", G_CALLBACK (tessera_navigation_pop_to_root),
                           self->navigation, G_CONNECT_SWAPPED);
  shown_changed_cb (self);
}

static gboolean
tessera_window_close_request (GtkWindow *window)
{
  TesseraWindow *self = TESSERA_WINDOW (window);

  tessera_sessions_cancel (self->sessions);
  return GTK_WINDOW_CLASS (tessera_window_parent_class)->close_request (window)
         || tessera_window_closing_request (window);
}

static void
tessera_window_constructed (GObject *object)
{
  TesseraWindow *self = TESSERA_WINDOW (object);

  G_OBJECT_CLASS (tessera_window_parent_class)->constructed (object);
  self->visibility = tessera_window_visibility_new (GTK_WINDOW (self));
  g_signal_connect_object (self->accounts, "notify::problem", G_CALLBACK (problem_changed_cb), self,
                           G_CONNECT_SWAPPED);
  problem_changed_cb (self);
  follow_accounts (self);
  page_changed_cb (self);
  tessera_state_announcer_attach (GTK_WIDGET (self));
}

static void
tessera_window_dispose (GObject *object)
{
  TesseraWindow *self = TESSERA_WINDOW (object);

  set_session (self, NULL);
  /* Its actions keep what follows the accounts, and the widgets go now. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "accounts", NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->visibility);
  g_clear_object (&self->settings);
  g_clear_object (&self->sessions);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (tessera_window_parent_class)->dispose (object);
}

static void
tessera_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraWindow *self = TESSERA_WINDOW (object);
  const GError *problem;

  if (id == PROP_ACCOUNTS)
    g_value_set_object (value, self->accounts);
  else if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_SESSION_IN_VIEW)
    g_value_set_object (value, is_in_view (self) ? self->session : NULL);
  else if (id == PROP_PAGE)
    g_value_set_string (value, find_page (self));
  else
    {
      problem = self->accounts != NULL ? tessera_accounts_get_problem (self->accounts) : NULL;
      g_value_set_string (value, problem != NULL ? problem->message : NULL);
    }
}

static void
tessera_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_ACCOUNTS);
  TESSERA_WINDOW (object)->accounts = g_value_dup_object (value);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_ACCOUNTS]
    = g_param_spec_object ("accounts", NULL, NULL, TESSERA_TYPE_ACCOUNTS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION_IN_VIEW]
    = g_param_spec_object ("session-in-view", NULL, NULL, TESSERA_TYPE_SESSION,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM]
    = g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE]
    = g_param_spec_string ("page", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tessera_window_class_init (TesseraWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tessera_window_constructed;
  object_class->dispose = tessera_window_dispose;
  object_class->get_property = tessera_window_get_property;
  object_class->set_property = tessera_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_window_close_request;
  install_properties (object_class);
  gtk_widget_class_install_action (widget_class, "win.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "win.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "win.repair", NULL, repair_cb);
  gtk_widget_class_install_action (widget_class, "win.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_cb);
  /* Also where nothing has the keyboard. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "accounts.show-list", NULL);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   show_help_overlay_cb);

  /* GTK 4.18 finds a type by its name only if the type has been registered. */
  g_type_ensure (TESSERA_TYPE_ACCOUNT);
  g_type_ensure (TESSERA_TYPE_ACCOUNT_LIST);
  g_type_ensure (TESSERA_TYPE_SESSION);
  g_type_ensure (TESSERA_TYPE_FAILURE);
  g_type_ensure (TESSERA_TYPE_FAILED_PAGE);
  g_type_ensure (TESSERA_TYPE_NAVIGATION);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_PROMPT_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNED_IN_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNING_IN_PAGE);
  g_type_ensure (TESSERA_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("window.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, split);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, release_pages);
}

static void
tessera_window_init (TesseraWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  if (g_str_equal (PROFILE, "devel"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

GtkWindow *
tessera_window_new (GtkApplication *application, TesseraAccounts *accounts)
{
  return g_object_new (TESSERA_TYPE_WINDOW, "application", application, "accounts", accounts, NULL);
}

void
tessera_window_show_account (TesseraWindow *self, TesseraAccount *account)
{
  tessera_shown_account_open (self->shown,
                              tessera_sessions_find (self->sessions,
                                                     tessera_account_get_config (account)->id));
}
