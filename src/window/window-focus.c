/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-focus.h"

#include "page.h"

/* When the widget that has the keyboard is hidden with its page, GTK gives the keyboard to
 * nobody or to a parent of the stack. */
static gboolean
is_keyboard_free (GtkWindow *window, GtkStack *stack)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (stack))
         || gtk_widget_is_ancestor (GTK_WIDGET (stack), focus);
}

/* GTK knows a default widget of a window, but none of a stack's page. */
void
tessera_window_focus_page (GtkWindow *window, GtkStack *stack)
{
  GtkWidget *page = gtk_stack_get_visible_child (stack);
  GtkWidget *widget = page != NULL ? tessera_page_get_default_widget (TESSERA_PAGE (page)) : NULL;

  gtk_window_set_default_widget (window, widget);
  if (widget != NULL && is_keyboard_free (window, stack))
    gtk_widget_grab_focus (widget);
}

/* With the first frame GTK gives the keyboard to the first widget that takes it: the scrolled
 * window around the pages. */
void
tessera_window_focus_first_frame (GtkWindow *window, GtkStack *stack)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (stack)))
    tessera_window_focus_page (window, stack);
}

/* The keyboard is on the button inside the drop-down, which does not get the drop-down's name. */
void
tessera_window_focus_name_switcher (GtkDropDown *switcher, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (switcher));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
