/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-row.h"

#include "account-status.h"
#include "announce.h"
#include "cut-text.h"
#include "resource-path.h"

#include <glib/gi18n.h>

struct _TesseraAccountRow
{
  AdwBin parent_instance;
  TesseraSession *session; /* (nullable) */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *status;
  GtkButton *copy;
  guint tick;
};

G_DEFINE_FINAL_TYPE (TesseraAccountRow, tessera_account_row, ADW_TYPE_BIN)

static void update (TesseraAccountRow *self);

static gboolean
tick_cb (gpointer user_data)
{
  TesseraAccountRow *self = TESSERA_ACCOUNT_ROW (user_data);

  self->tick = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
follow_clock (TesseraAccountRow *self)
{
  guint next = 0;

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    next = tessera_account_status_next (self->session);
  if (next > 0)
    self->tick = g_timeout_add_seconds (next, tick_cb, self);
}

static void
set_accessible_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* GTK takes the name of a list item from nothing that is in it. */
static void
name_row (TesseraAccountRow *self, const char *name, const char *status)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  /* Translators: how a screen reader says a row: the name of the account, and its status */
  g_autofree char *row = g_strdup_printf (_ ("%s, %s"), name, status);
  /* Translators: the name of an account */
  g_autofree char *copy = g_strdup_printf (_ ("Copy Access Token of %s"), name);

  if (item != NULL)
    set_accessible_name (item, row);
  set_accessible_name (GTK_WIDGET (self->copy), copy);
}

static void
update (TesseraAccountRow *self)
{
  const char *css_class = tessera_account_status_get_class (self->session);
  const char *const classes[] = { css_class, NULL };
  const char *name = tessera_account_get_name (tessera_session_get_account (self->session));
  g_autofree char *status = tessera_account_status_describe (self->session);

  gtk_image_set_from_icon_name (self->icon, tessera_account_status_get_icon (self->session));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char **) classes);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->copy),
                          tessera_account_status_has_token (self->session));
  name_row (self, name, status);
  follow_clock (self);
}

static void
tessera_account_row_map (GtkWidget *widget)
{
  TesseraAccountRow *self = TESSERA_ACCOUNT_ROW (widget);

  GTK_WIDGET_CLASS (tessera_account_row_parent_class)->map (widget);
  if (self->session != NULL)
    update (self);
}

static void
tessera_account_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_account_row_parent_class)->unmap (widget);
  follow_clock (TESSERA_ACCOUNT_ROW (widget));
}

static void
tessera_account_row_dispose (GObject *object)
{
  TesseraAccountRow *self = TESSERA_ACCOUNT_ROW (object);

  tessera_account_row_set_session (self, NULL);
  G_OBJECT_CLASS (tessera_account_row_parent_class)->dispose (object);
}

static void
tessera_account_row_class_init (TesseraAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_account_row_dispose;
  widget_class->map = tessera_account_row_map;
  widget_class->unmap = tessera_account_row_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("account-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountRow, name);
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountRow, status);
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountRow, copy);
}

static void
tessera_account_row_init (TesseraAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  tessera_cut_text_explain (GTK_WIDGET (self->name));
  tessera_cut_text_explain (GTK_WIDGET (self->status));
}

GtkWidget *
tessera_account_row_new (void)
{
  return g_object_new (TESSERA_TYPE_ACCOUNT_ROW, NULL);
}

static void
unfollow (TesseraAccountRow *self)
{
  g_signal_handlers_disconnect_by_func (self->session, update, self);
  g_signal_handlers_disconnect_by_func (tessera_session_get_account (self->session), update, self);
}

static void
follow (TesseraAccountRow *self)
{
  TesseraAccount *account = tessera_session_get_account (self->session);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy), "s",
                                    tessera_account_get_config (account)->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "accounts.copy-token");
  g_signal_connect_object (self->session, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "configured", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
tessera_account_row_set_session (TesseraAccountRow *self, TesseraSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    unfollow (self);
  g_set_object (&self->session, session);
  if (self->session != NULL)
    follow (self);
  else
    g_clear_handle_id (&self->tick, g_source_remove);
}

TesseraSession *
tessera_account_row_get_session (TesseraAccountRow *self)
{
  return self->session;
}

/* @widget: (nullable) a list item, or something in it. */
static TesseraAccountRow *
find_row (GtkWidget *widget)
{
  GtkWidget *row
    = widget != NULL ? gtk_widget_get_ancestor (widget, TESSERA_TYPE_ACCOUNT_ROW) : NULL;

  if (row == NULL && widget != NULL)
    row = gtk_widget_get_first_child (widget);
  return row != NULL && TESSERA_IS_ACCOUNT_ROW (row) ? TESSERA_ACCOUNT_ROW (row) : NULL;
}

TesseraAccountRow *
tessera_account_row_find_at (GtkWidget *view, double x, double y)
{
  return find_row (gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT));
}

TesseraAccountRow *
tessera_account_row_find_focus (GtkWidget *view)
{
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, view) ? find_row (focus) : NULL;
}
