/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window.h"

#include "expiry-text.h"
#include "failed-page.h"
#include "notice.h"
#include "prompt-page.h"
#include "resource-path.h"
#include "sessions.h"
#include "signed-in-page.h"
#include "signing-in-page.h"
#include "window-actions.h"
#include "window-closing.h"

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
  GtkStack *stack;
  guint wait_for_rest;
};

G_DEFINE_FINAL_TYPE (TesseraWindow, tessera_window, ADW_TYPE_APPLICATION_WINDOW)

static GParamSpec *properties[N_PROPS];

/* Which page of the stack: the one place where that is decided. */
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

static char *
ended_cb (gpointer self, gint64 expires_at, const char *view)
{
  g_autofree char *time = NULL;

  if (expires_at == 0)
    return NULL;
  time = tessera_expiry_text_local (expires_at, g_get_real_time () / G_USEC_PER_SEC);
  /* Translators: when the session ended: "Today 14:32" */
  return g_strdup_printf (_ ("Signed in until: %s"), time);
}

static gboolean
is_any_cb (gpointer self, guint n_sessions)
{
  return n_sessions > 0;
}

static gboolean
is_none_cb (gpointer self, guint n_sessions)
{
  return n_sessions == 0;
}

/* A minimized window stays mapped on some systems. */
static gboolean
is_in_view (TesseraWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && surface != NULL
         && (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
}

static void
update_active (TesseraWindow *self)
{
  if (self->session != NULL)
    tessera_session_set_active (self->session, is_in_view (self));
}

/* The drop-down has an accessible label; the button in it, where the keyboard is, has none. */
static void
label_switcher (TesseraWindow *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->switcher));

  if (self->session != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    tessera_account_get_name (
                                      tessera_session_get_account (self->session)),
                                    -1);
}

static void
view_changed_cb (TesseraWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  tessera_window_actions_update (self);
}

static void
set_session (TesseraWindow *self, TesseraSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->session, view_changed_cb, self);
      g_signal_handlers_disconnect_by_func (tessera_session_get_account (self->session),
                                            label_switcher, self);
      tessera_session_set_active (self->session, FALSE);
    }
  g_set_object (&self->session, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  label_switcher (self);
  view_changed_cb (self);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "notify::view", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tessera_session_get_account (session), "notify::name",
                           G_CALLBACK (label_switcher), self, G_CONNECT_SWAPPED);
  update_active (self);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "account",
                           tessera_account_get_config (tessera_session_get_account (session))->id);
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

/* Whether the keyboard is on the page, or nowhere; else a person is busy in the header bar. */
static gboolean
is_on_page (TesseraWindow *self, GtkWidget *focus)
{
  GtkWidget *page = GTK_WIDGET (self->stack);

  return focus == NULL || gtk_widget_is_ancestor (focus, page)
         || gtk_widget_is_ancestor (page, focus);
}

/* Enter does what the new page is for, and the keyboard goes on there. */
static void
page_changed_cb (TesseraWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *widget = NULL;

  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  if (page != NULL)
    {
      tessera_page_build (TESSERA_PAGE (page));
      widget = tessera_page_get_default_widget (TESSERA_PAGE (page));
    }
  /* A button takes the keyboard only while its action is enabled. */
  tessera_window_actions_update (self);
  gtk_window_set_default_widget (GTK_WINDOW (self), widget);
  if (widget != NULL && is_on_page (self, focus))
    gtk_widget_grab_focus (widget);
}

static gboolean
at_rest_cb (gpointer user_data)
{
  TesseraWindow *self = TESSERA_WINDOW (user_data);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->wait_for_rest = 0;
  update_active (self);
  /* The first frame gives the keyboard to the first that takes it: what scrolls the page. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    page_changed_cb (self);
  return G_SOURCE_REMOVE;
}

/* The keyring is asked once there is something to see: that takes as long as to draw it. */
static void
frame_drawn_cb (TesseraWindow *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, frame_drawn_cb, self);
  if (self->wait_for_rest == 0)
    self->wait_for_rest = g_idle_add_full (G_PRIORITY_LOW, at_rest_cb, self, NULL);
}

/* Run from the build tree, there may be no schema: then nothing is remembered. */
static void
restore (TesseraWindow *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source != NULL ? g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE) : NULL;
  g_autofree char *id = NULL;
  TesseraAccount *account;

  if (schema == NULL)
    return;
  self->settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  id = g_settings_get_string (self->settings, "account");
  account = tessera_accounts_find_id (self->accounts, id);
  if (account != NULL)
    tessera_window_show_account (self, account);
}

static void
tessera_window_map (GtkWidget *widget)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);

  GTK_WIDGET_CLASS (tessera_window_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (frame_drawn_cb), self, G_CONNECT_SWAPPED);
}

static void
tessera_window_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_window_parent_class)->unmap (widget);
  update_active (TESSERA_WINDOW (widget));
}

static void
tessera_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "notify::state",
                           G_CALLBACK (update_active), widget, G_CONNECT_SWAPPED);
}

static gboolean
tessera_window_close_request (GtkWindow *window)
{
  TesseraWindow *self = TESSERA_WINDOW (window);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sessions)); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      tessera_activity_cancel (tessera_session_get_activity (session));
    }
  return GTK_WINDOW_CLASS (tessera_window_parent_class)->close_request (window)
         || tessera_window_closing_request (window);
}

static void
tessera_window_constructed (GObject *object)
{
  TesseraWindow *self = TESSERA_WINDOW (object);

  G_OBJECT_CLASS (tessera_window_parent_class)->constructed (object);
  self->sessions = tessera_sessions_new (self->accounts);
  g_object_notify_by_pspec (object, properties[PROP_SESSIONS]);
  g_signal_connect_object (self->accounts, "notify::problem", G_CALLBACK (problem_changed_cb), self,
                           G_CONNECT_SWAPPED);
  problem_changed_cb (self);
  restore (self);
  selected_cb (self);
  page_changed_cb (self);
}

static void
tessera_window_dispose (GObject *object)
{
  TesseraWindow *self = TESSERA_WINDOW (object);

  g_clear_handle_id (&self->wait_for_rest, g_source_remove);
  set_session (self, NULL);
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

  switch (id)
    {
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_SESSIONS:
      g_value_set_object (value, self->sessions);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PROBLEM:
      problem = self->accounts != NULL ? tessera_accounts_get_problem (self->accounts) : NULL;
      g_value_set_string (value, problem != NULL ? problem->message : NULL);
      break;
    case PROP_PAGE:
      g_value_set_string (value, find_page (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
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
  widget_class->map = tessera_window_map;
  widget_class->unmap = tessera_window_unmap;
  widget_class->realize = tessera_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_window_close_request;
  install_properties (object_class);
  tessera_window_actions_install (widget_class);

  /* GTK 4.18 knows a type by its name only once there is one of it. */
  g_type_ensure (TESSERA_TYPE_ACCOUNT);
  g_type_ensure (TESSERA_TYPE_SESSION);
  g_type_ensure (TESSERA_TYPE_FAILURE);
  g_type_ensure (TESSERA_TYPE_FAILED_PAGE);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_PROMPT_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNED_IN_PAGE);
  g_type_ensure (TESSERA_TYPE_SIGNING_IN_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("window.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TesseraWindow, switcher);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_any_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_none_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
tessera_window_init (TesseraWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  if (strcmp (PROFILE, "devel") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

GtkWindow *
tessera_window_new (GtkApplication *application, TesseraAccounts *accounts)
{
  return g_object_new (TESSERA_TYPE_WINDOW, "application", application, "accounts", accounts, NULL);
}

TesseraAccounts *
tessera_window_get_accounts (TesseraWindow *self)
{
  return self->accounts;
}

TesseraSession *
tessera_window_get_session (TesseraWindow *self)
{
  return self->session;
}

GtkWidget *
tessera_window_get_content_widget (TesseraWindow *self)
{
  return GTK_WIDGET (self->stack);
}

void
tessera_window_show_account (TesseraWindow *self, TesseraAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sessions)); i++)
    {
      g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      if (tessera_session_get_account (session) == account)
        gtk_drop_down_set_selected (self->switcher, i);
    }
}
