/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "announce.h"

#include <adwaita.h>
#include <gmodule.h>

/* gtk_accessible_announce(), and GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM */
typedef void (*Announce) (GtkAccessible *self, const char *message, int priority);
#define PRIORITY_MEDIUM 1

typedef struct
{
  GtkWidget *root; /* weak, nullable once it is gone */
  char *text;
} Announcement;

static void
announcement_free (Announcement *self)
{
  g_clear_weak_pointer (&self->root);
  g_free (self->text);
  g_free (self);
}

/* Tessera is built with GTK 4.8 as the oldest, and runs with newer ones. Returns: (nullable) */
static Announce
find_gtk_announce (void)
{
  static gsize looked;
  static gpointer symbol;
  GModule *program;

  if (g_once_init_enter (&looked))
    {
      program = g_module_open (NULL, G_MODULE_BIND_LAZY);
      if (program == NULL || !g_module_symbol (program, "gtk_accessible_announce", &symbol))
        symbol = NULL;
      g_once_init_leave (&looked, 1);
    }
  return (Announce) symbol;
}

static void
describe_focus (GtkWidget *root, const char *text)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (root));
  GtkAccessible *heard = GTK_ACCESSIBLE (focus != NULL ? focus : root);

  gtk_accessible_update_property (heard, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  /* The event has carried the text; whoever comes back to the widget is not to hear it again. */
  gtk_accessible_reset_property (heard, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static gboolean
announce_cb (gpointer user_data)
{
  Announcement *self = user_data;
  Announce gtk_announce = find_gtk_announce ();

  if (self->root == NULL)
    return G_SOURCE_REMOVE;
  if (gtk_announce != NULL)
    gtk_announce (GTK_ACCESSIBLE (self->root), self->text, PRIORITY_MEDIUM);
  else
    describe_focus (self->root, self->text);
  return G_SOURCE_REMOVE;
}

void
tessera_announce (GtkWidget *widget, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Announcement *announcement;

  if (root == NULL)
    return;
  announcement = g_new0 (Announcement, 1);
  g_set_weak_pointer (&announcement->root, GTK_WIDGET (root));
  announcement->text = g_strdup (text);
  /* Before the next frame: while something moves, a machine may have no time for less. */
  g_idle_add_full (G_PRIORITY_DEFAULT, announce_cb, announcement,
                   (GDestroyNotify) announcement_free);
}

static void
name_icon_button (GtkWidget *button)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* As that which reveals a password: its tooltip changes with its icon. */
static void
name_by_tooltip (GtkWidget *button)
{
  name_icon_button (button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_widget_get_tooltip_text (button), -1);
}

/* An item's type is GTK's own: it is known by its role, and has its text in a property. */
static void
name_items (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (role == GTK_ACCESSIBLE_ROLE_MENU_ITEM
      && g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") != NULL)
    {
      g_autofree char *text = NULL;

      g_object_get (widget, "text", &text, NULL);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

void
tessera_announce_name_menu (GtkWidget *popover)
{
  g_signal_handlers_disconnect_by_func (popover, name_items, NULL);
  g_signal_connect (popover, "map", G_CALLBACK (name_items), NULL);
}

void
tessera_announce_name_icon_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    {
      name_icon_button (widget);
      /* libadwaita gives no other name to the buttons of its rows. */
      if (gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL
          && gtk_widget_get_tooltip_text (widget) != NULL)
        {
          name_by_tooltip (widget);
          g_signal_handlers_disconnect_by_func (widget, name_by_tooltip, NULL);
          g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (name_by_tooltip), NULL);
          g_signal_connect (widget, "notify::icon-name", G_CALLBACK (name_by_tooltip), NULL);
        }
    }
  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)) != NULL)
    tessera_announce_name_menu (
      GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tessera_announce_name_icon_buttons (child);
}

void
tessera_announce_name_entry (GtkWidget *widget)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (widget));
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  g_autofree char *name = NULL;

  /* GTK 4.10 lets a row stand for its entry, and libadwaita's rows do. */
  if (text == NULL || gtk_get_minor_version () >= 10)
    return;
  if (row != NULL)
    name = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  else
    g_object_get (widget, "placeholder-text", &name, NULL);
  /* It cannot be given twice, as to a page that comes into view again. */
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (text)) != GTK_ACCESSIBLE_ROLE_TEXT_BOX)
    g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
