/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scopes-page.h"

#include "announce.h"
#include "clipboard.h"
#include "focused-row.h"
#include "resource-path.h"
#include "scope-text.h"

#include <glib/gi18n.h>

struct _TesseraScopesPage
{
  TesseraPage parent_instance;
  AdwPreferencesGroup *group;
  GPtrArray *rows;       /* those of the group */
  GSignalGroup *account; /* its target */
};

G_DEFINE_FINAL_TYPE (TesseraScopesPage, tessera_scopes_page, TESSERA_TYPE_PAGE)

static void
copy_cb (GtkButton *button, gpointer user_data)
{
  tessera_clipboard_copy (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "scope"),
                          _ ("Scope copied"));
}

static void
copy_all_cb (TesseraScopesPage *self)
{
  g_autoptr (TesseraAccount) account = g_signal_group_dup_target (self->account);

  if (account != NULL && tessera_account_get_scope (account) != NULL)
    tessera_clipboard_copy (GTK_WIDGET (self), tessera_account_get_scope (account),
                            _ ("Scopes copied"));
}

static GtkWidget *
new_copy_button (const char *scope)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: a button that copies this scope */
  g_autofree char *label = g_strdup_printf (_ ("Copy %s"), scope);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  tessera_announce_name_icon_buttons (button);
  g_object_set_data_full (G_OBJECT (button), "scope", g_strdup (scope), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), NULL);
  return button;
}

/* Scopes may be long addresses. */
static GtkWidget *
new_label (const char *scope)
{
  GtkWidget *label = gtk_label_new (scope);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
new_row (const char *scope)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", scope, "use-markup", FALSE,
                                 "activatable", FALSE, "focusable", FALSE, "child", box, NULL);

  gtk_widget_add_css_class (box, "value-row");
  gtk_box_append (GTK_BOX (box), new_label (scope));
  gtk_box_append (GTK_BOX (box), new_copy_button (scope));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, scope, -1);
  return row;
}

static void
fill (TesseraScopesPage *self)
{
  g_autoptr (TesseraAccount) account = g_signal_group_dup_target (self->account);
  g_auto (GStrv) scopes
    = tessera_scope_text_split (account != NULL ? tessera_account_get_scope (account) : NULL);
  g_autoptr (TesseraFocusedRow) focused = NULL;

  if (self->group == NULL)
    return;
  focused = tessera_focused_row_release (self->rows);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (gsize i = 0; scopes[i] != NULL; i++)
    {
      GtkWidget *row = new_row (scopes[i]);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  /* A renewal may have changed them. */
  tessera_focused_row_restore (focused, self->rows);
}

/* The page is built before it has a session. */
static void
session_changed_cb (TesseraScopesPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  g_signal_group_set_target (self->account,
                             session != NULL ? tessera_session_get_account (session) : NULL);
  fill (self);
}

static void
tessera_scopes_page_dispose (GObject *object)
{
  TesseraScopesPage *self = TESSERA_SCOPES_PAGE (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_scopes_page_parent_class)->dispose (object);
}

static void
tessera_scopes_page_class_init (TesseraScopesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_scopes_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("scopes-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraScopesPage, group);
  gtk_widget_class_bind_template_callback (widget_class, copy_all_cb);
}

static void
tessera_scopes_page_init (TesseraScopesPage *self)
{
  self->rows = g_ptr_array_new ();
  self->account = g_signal_group_new (TESSERA_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account, "notify::scope", G_CALLBACK (fill), self);
  g_signal_connect (self, "notify::session", G_CALLBACK (session_changed_cb), NULL);
}
