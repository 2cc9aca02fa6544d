/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shown-account.h"

#include "window-focus.h"

enum
{
  PROP_SESSION = 1,
  PROP_IN_VIEW,
  N_PROPS
};

struct _TesseraShownAccount
{
  GObject parent_instance;
  TesseraSessions *sessions;
  TesseraAccountList *list;
  TesseraSplit *split;
  GtkStack *stack;
  TesseraWindowVisibility *visibility;
  GSettings *settings;     /* (nullable) */
  TesseraSession *session; /* (nullable) */
  guint position;          /* of @session, as it was last */
  gboolean in_view;
};

G_DEFINE_FINAL_TYPE (TesseraShownAccount, tessera_shown_account, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint opened_signal;

static const char *
get_id (TesseraSession *session)
{
  return tessera_account_get_config (tessera_session_get_account (session))->id;
}

static guint
count (TesseraShownAccount *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->sessions));
}

static gboolean
is_window_visible (TesseraShownAccount *self)
{
  return tessera_window_visibility_get_visible (self->visibility);
}

static void
update_active (TesseraShownAccount *self)
{
  if (self->session != NULL)
    tessera_session_set_active (self->session, self->in_view && is_window_visible (self));
}

static void
focus_list (TesseraShownAccount *self)
{
  tessera_account_list_focus (self->list, self->session != NULL ? get_id (self->session) : NULL);
}

/* In a wide window nothing has gone, and the keyboard stays where it is. */
static void
move_keyboard (TesseraShownAccount *self)
{
  if (!is_window_visible (self) || !tessera_split_get_folded (self->split))
    return;
  if (tessera_split_get_content_visible (self->split))
    tessera_window_focus_arrived (self->stack);
  else
    focus_list (self);
}

static void
update (TesseraShownAccount *self)
{
  gboolean in_view = self->session != NULL && tessera_split_get_content_visible (self->split);

  /* Nothing is beside a folded list. */
  tessera_account_list_select (self->list,
                               tessera_split_get_folded (self->split) ? NULL : self->session);
  if (in_view && self->settings != NULL)
    g_settings_set_string (self->settings, "account", get_id (self->session));
  if (in_view != self->in_view)
    {
      self->in_view = in_view;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_VIEW]);
      move_keyboard (self);
    }
  update_active (self);
}

/* Draw first, then ask the keyring: each takes as long as the other. */
static void
visibility_changed_cb (TesseraShownAccount *self)
{
  tessera_split_settle (self->split);
  update_active (self);
  if (!is_window_visible (self))
    return;
  tessera_account_list_fill (self->list);
  tessera_sessions_fill (self->sessions);
  if (tessera_split_get_content_visible (self->split))
    tessera_window_focus_first_frame (self->stack);
  else
    focus_list (self);
}

/* @position: of no session where there is none. */
static void
set_position (TesseraShownAccount *self, guint position)
{
  g_autoptr (TesseraSession) session
    = g_list_model_get_item (G_LIST_MODEL (self->sessions), position);

  self->position = position;
  if (self->session == session)
    return;
  if (self->session != NULL)
    tessera_session_set_active (self->session, FALSE);
  g_set_object (&self->session, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
choose (TesseraShownAccount *self)
{
  g_autofree char *id
    = self->settings != NULL ? g_settings_get_string (self->settings, "account") : NULL;
  guint last = id != NULL ? tessera_sessions_find (self->sessions, id) : G_MAXUINT;

  set_position (self, last < count (self) ? last : 0);
  tessera_split_set_show_content (self->split, last < count (self) || count (self) == 1);
}

static void
sessions_changed_cb (TesseraShownAccount *self)
{
  guint position = self->session != NULL
                     ? tessera_sessions_find (self->sessions, get_id (self->session))
                     : G_MAXUINT;

  if (self->session == NULL || count (self) == 0)
    choose (self);
  else if (position < count (self))
    set_position (self, position);
  else
    {
      tessera_split_set_show_content (self->split, count (self) == 1);
      set_position (self, MIN (self->position, count (self) - 1));
    }
  tessera_split_set_has_sidebar (self->split, count (self) > 0);
  update (self);
}

static void
opened_cb (TesseraShownAccount *self, TesseraSession *session)
{
  tessera_shown_account_open (self, tessera_sessions_find (self->sessions, get_id (session)));
}

static void
tessera_shown_account_dispose (GObject *object)
{
  TesseraShownAccount *self = TESSERA_SHOWN_ACCOUNT (object);

  if (self->session != NULL)
    tessera_session_set_active (self->session, FALSE);
  g_clear_object (&self->session);
  g_clear_object (&self->sessions);
  g_clear_object (&self->visibility);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tessera_shown_account_parent_class)->dispose (object);
}

static void
tessera_shown_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraShownAccount *self = TESSERA_SHOWN_ACCOUNT (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else
    g_value_set_boolean (value, self->in_view);
}

static void
tessera_shown_account_class_init (TesseraShownAccountClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_shown_account_dispose;
  object_class->get_property = tessera_shown_account_get_property;
  properties[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION, flags);
  properties[PROP_IN_VIEW] = g_param_spec_boolean ("in-view", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  opened_signal = g_signal_new ("opened", TESSERA_TYPE_SHOWN_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
tessera_shown_account_init (TesseraShownAccount *self)
{
}

/* Before the first frame. */
static void
expect_width (TesseraSplit *split)
{
  int width;
  gboolean maximized;

  g_object_get (gtk_widget_get_root (GTK_WIDGET (split)), "default-width", &width, "maximized",
                &maximized, NULL);
  tessera_split_expect_width (split, maximized ? G_MAXINT : width);
}

TesseraShownAccount *
tessera_shown_account_new (TesseraSessions *sessions,
                           TesseraAccountList *list,
                           TesseraSplit *split,
                           GtkStack *stack,
                           TesseraWindowVisibility *visibility,
                           GSettings *settings)
{
  TesseraShownAccount *self = g_object_new (TESSERA_TYPE_SHOWN_ACCOUNT, NULL);

  self->sessions = g_object_ref (sessions);
  self->list = list;
  self->split = split;
  expect_width (split);
  self->stack = stack;
  self->visibility = g_object_ref (visibility);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (sessions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (split, "notify::content-visible", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (visibility, "notify::visible", G_CALLBACK (visibility_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sessions_changed_cb (self);
  return self;
}

TesseraSession *
tessera_shown_account_get_session (TesseraShownAccount *self)
{
  return self->session;
}

gboolean
tessera_shown_account_get_in_view (TesseraShownAccount *self)
{
  return self->in_view;
}

void
tessera_shown_account_open (TesseraShownAccount *self, guint position)
{
  if (position >= count (self))
    return;
  /* First the account, so that the page that slides into view is the right one. */
  set_position (self, position);
  g_signal_emit (self, opened_signal, 0);
  tessera_split_set_show_content (self->split, TRUE);
  update (self);
}

void
tessera_shown_account_step (TesseraShownAccount *self, int step)
{
  tessera_shown_account_open (self, (guint) ((int) self->position + step));
}

void
tessera_shown_account_show_list (TesseraShownAccount *self)
{
  tessera_split_set_show_content (self->split, FALSE);
}
