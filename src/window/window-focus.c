/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-focus.h"

#include "page.h"

/* When the widget that has the keyboard is hidden with its page, GTK gives the keyboard to
 * nobody or to a parent of the stack. At first it gives it to the list, in view or not. */
static gboolean
is_keyboard_free (GtkWindow *window, GtkStack *stack)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus == NULL || !gtk_widget_get_mapped (focus)
         || gtk_widget_is_ancestor (focus, GTK_WIDGET (stack))
         || gtk_widget_is_ancestor (GTK_WIDGET (stack), focus);
}

gboolean
tessera_window_focus_is_in (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
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
tessera_window_focus_first_frame (GtkStack *stack)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (stack)));
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (stack)))
    tessera_window_focus_page (window, stack);
}

void
tessera_window_focus_arrived (GtkStack *stack)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (stack)));

  gtk_window_set_focus (window, NULL);
  tessera_window_focus_page (window, stack);
}
