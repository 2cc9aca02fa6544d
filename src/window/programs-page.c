/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs-page.h"

#include "resource-path.h"
#include "session-copy.h"
#include "setup.h"

#include <glib/gi18n.h>

struct _TesseraProgramsPage
{
  TesseraPage parent_instance;
  AdwPreferencesGroup *group;
  GPtrArray *rows;       /* those of the group */
  GSignalGroup *account; /* its target */
};

G_DEFINE_FINAL_TYPE (TesseraProgramsPage, tessera_programs_page, TESSERA_TYPE_PAGE)

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
copy_cb (GtkWidget *button, TesseraProgramsPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  if (session != NULL)
    tessera_session_copy_lines (session, button, g_object_get_data (G_OBJECT (button), "program"));
}

static GtkWidget *
new_copy_button (TesseraProgramsPage *self, const char *program)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy"));
  /* Translators: a button that copies the lines for this program */
  g_autofree char *label
    = g_strdup_printf (_ ("Copy the lines for %s"), tessera_setup_get_title (program));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "program", (gpointer) program);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), self);
  return button;
}

/* What has to be known before the lines are of use. (transfer full) (nullable) */
static char *
describe_missing (const TesseraSetupText *text)
{
  if (text->lacks_host)
    return g_strdup (
      _ ("Only allowed hosts get the token. First add the host in Account Settings."));
  return g_strdup (text->missing);
}

static char *
describe_use (const TesseraSetupText *text)
{
  if (text->apply == NULL)
    return g_strdup (_ ("Add these lines yourself."));
  /* Translators: a command */
  return g_strdup_printf (
    _ ("To make these changes, with a backup of each file, run in a terminal: %s"), text->apply);
}

static GtkWidget *
new_content (TesseraProgramsPage *self, const char *program, const TesseraSetupText *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *missing = describe_missing (text);
  g_autofree char *use = describe_use (text);
  g_autofree char *lines = g_strchomp (g_strdup (text->lines));
  GtkWidget *shown = new_label (lines, "lines");

  gtk_widget_add_css_class (box, "program");
  gtk_widget_add_css_class (shown, "monospace");
  if (missing != NULL)
    gtk_box_append (GTK_BOX (box), new_label (missing, "warning"));
  gtk_box_append (GTK_BOX (box), shown);
  gtk_box_append (GTK_BOX (box), new_copy_button (self, program));
  gtk_box_append (GTK_BOX (box), new_label (use, "dim-label"));
  return g_object_new (ADW_TYPE_PREFERENCES_ROW, "title", tessera_setup_get_title (program),
                       "activatable", FALSE, "focusable", FALSE, "child", box, NULL);
}

static GtkWidget *
new_mark (void)
{
  GtkWidget *mark = gtk_label_new (_ ("Set up"));

  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mark, "success");
  return mark;
}

static GtkWidget *
new_row (TesseraProgramsPage *self, const char *program, const TesseraAccountConfig *config)
{
  g_autoptr (TesseraSetupText) text = tessera_setup_describe (program, config);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "title", tessera_setup_get_title (program),
                                 "subtitle", tessera_setup_get_summary (program), NULL);

  if (tessera_setup_is_configured_for (program, config))
    adw_expander_row_add_action (ADW_EXPANDER_ROW (row), new_mark ());
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_content (self, program, text));
  return row;
}

static void
fill (TesseraProgramsPage *self)
{
  const char *const *programs = tessera_setup_get_programs ();
  g_autoptr (TesseraAccount) account = g_signal_group_dup_target (self->account);

  if (self->group == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (gsize i = 0; account != NULL && programs[i] != NULL; i++)
    {
      GtkWidget *row = new_row (self, programs[i], tessera_account_get_config (account));

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

/* The page is built before it has a session. */
static void
session_changed_cb (TesseraProgramsPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  g_signal_group_set_target (self->account,
                             session != NULL ? tessera_session_get_account (session) : NULL);
  fill (self);
}

static void
tessera_programs_page_dispose (GObject *object)
{
  TesseraProgramsPage *self = TESSERA_PROGRAMS_PAGE (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_programs_page_parent_class)->dispose (object);
}

static void
tessera_programs_page_class_init (TesseraProgramsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_programs_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("programs-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraProgramsPage, group);
}

static void
tessera_programs_page_init (TesseraProgramsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->account = g_signal_group_new (TESSERA_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account, "configured", G_CALLBACK (fill), self);
  g_signal_connect (self, "notify::session", G_CALLBACK (session_changed_cb), NULL);
}
