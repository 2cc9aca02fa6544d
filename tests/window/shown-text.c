/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown-text.h"

#include <string.h>

gboolean
shown_text_in (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shown_text_in (child, text))
      return TRUE;
  return FALSE;
}

gboolean
shown_text_anywhere (const char *text)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *each = windows; each != NULL; each = each->next)
    if (shown_text_in (each->data, text))
      return TRUE;
  return FALSE;
}
