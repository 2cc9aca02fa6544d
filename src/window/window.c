/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window.h"

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
#include "signed-in-page.h"
#include "signing-in-page.h"
#include "state-announcer.h"
#include "subpages.h"
#include "window-closing.h"
#include "window-fit.h"
#include "window-focus.h"
#include "window-settings.h"
#include "window-visibility.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  PROP_ACCOUNTS = 1,
  PROP_SESSIONS,
  PROP_SESSION,
  PROP_PROBLEM,
  PROP_PAGE,
  N_PROPS
};

struct _TesseraWindow
{
  AdwApplicationWindow parent_instance;
  TesseraAccounts *accounts;
  GListStore *sessions;
  TesseraSession *session;
  GSettings *settings; /* (nullable) */
  GtkDropDown *switcher;
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
notice_cb (gpointer self, guint n_sessions, const char *problem)
{
  return n_sessions > 0 ? g_strdup (problem) : NULL;
}

static gboolean
is_any_cb (gpointer self, guint n_sessions)
{
  return n_sessions > 0;
}

static void
update_active (TesseraWindow *self)
{
  if (self->session != NULL)
    tessera_session_set_active (self->session,
                                tessera_window_visibility_get_visible (self->visibility));
}

/* Draw first, then ask the keyring: each takes as long as the other. */
static void
visibility_changed_cb (TesseraWindow *self)
{
  update_active (self);
  if (tessera_window_visibility_get_visible (self->visibility))
    tessera_window_focus_first_frame (GTK_WINDOW (self), self->stack);
}

static void
name_changed_cb (TesseraWindow *self)
{
  TesseraAccount *account = tessera_session_get_account (self->session);

  tessera_window_focus_name_switcher (self->switcher, tessera_account_get_name (account));
}

static void
update_actions (TesseraWindow *self)
{
  gboolean own
    = self->session != NULL
      && !tessera_account_get_config (tessera_session_get_account (self->session))->read_only;
  gboolean signing_in
    = self->session == NULL || g_str_equal (tessera_session_get_view (self->session), "signing-in");

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
unfollow_session (TesseraWindow *self)
{
  TesseraAccount *account = tessera_session_get_account (self->session);

  g_signal_handlers_disconnect_by_func (self->session, view_changed_cb, self);
  g_signal_handlers_disconnect_by_func (account, name_changed_cb, self);
  g_signal_handlers_disconnect_by_func (account, update_actions, self);
  tessera_session_set_active (self->session, FALSE);
}

static void
follow_session (TesseraWindow *self)
{
  TesseraAccount *account = tessera_session_get_account (self->session);

  g_signal_connect_object (self->session, "notify::view", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::name", G_CALLBACK (name_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "configured", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  name_changed_cb (self);
  update_active (self);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "account", tessera_account_get_config (account)->id);
}

static void
set_session (TesseraWindow *self, TesseraSession *session)
{
  g_autoptr (GSimpleActionGroup) actions = NULL;

  if (self->session == session)
    return;
  if (self->session != NULL)
    unfollow_session (self);
  g_set_object (&self->session, session);
  if (self->navigation != NULL)
    tessera_navigation_pop_to_root (self->navigation);
  /* This comes before the page: a button takes the keyboard only while its action is enabled. */
  if (session != NULL)
    actions = tessera_session_actions_new (session, GTK_WIDGET (self->stack));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "session", G_ACTION_GROUP (actions));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  view_changed_cb (self);
  if (session != NULL)
    follow_session (self);
}

static void
selected_cb (TesseraWindow *self)
{
  set_session (self, gtk_drop_down_get_selected_item (self->switcher));
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

/* Shows the account that was in view last. */
static void
restore (TesseraWindow *self)
{
  g_autofree char *id = NULL;
  TesseraAccount *account;

  self->settings = tessera_window_settings_bind (GTK_WINDOW (self));
  if (self->settings == NULL)
    return;
  id = g_settings_get_string (self->settings, "account");
  account = tessera_accounts_find_id (self->accounts, id);
  if (account != NULL)
    tessera_window_show_account (self, account);
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
  g_signal_connect_object (self->visibility, "notify::visible", G_CALLBACK (visibility_changed_cb),
                           self, G_CONNECT_SWAPPED);
  self->sessions = tessera_sessions_new (self->accounts);
  g_object_notify_by_pspec (object, properties[PROP_SESSIONS]);
  g_signal_connect_object (self->accounts, "notify::problem", G_CALLBACK (problem_changed_cb), self,
                           G_CONNECT_SWAPPED);
  problem_changed_cb (self);
  restore (self);
  selected_cb (self);
  page_changed_cb (self);
  tessera_state_announcer_attach (GTK_WIDGET (self));
}

static void
tessera_window_dispose (GObject *object)
{
  TesseraWindow *self = TESSERA_WINDOW (object);

  set_session (self, NULL);
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
  else if (id == PROP_SESSIONS)
    g_value_set_object (value, self->sessions);
  else if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
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
  properties[PROP_SESSIONS] = g_param_spec_object ("sessions", NULL, NULL, G_TYPE_LIST_STORE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
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
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   show_help_overlay_cb);

  /* GTK 4.18 finds a type by its name only if the type has been registered. */
  g_type_ensure (TESSERA_TYPE_ACCOUNT);
  g_type_ensure (TESSERA_TYPE_SESSION);
  g_type_ensure (TESSERA_TYPE_FAILURE);
  g_type_ensure (TESSERA_TYPE_FAILED_PAGE);
  g_type_ensure (TESSERA_TYPE_NAVIGATION);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_PROMPT_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNED_IN_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNING_IN_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("window.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, switcher);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_any_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, release_pages);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
tessera_window_init (TesseraWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  if (strcmp (PROFILE, "devel") == 0)
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
  gtk_drop_down_set_selected (self->switcher, tessera_sessions_find (self->sessions, account));
}
