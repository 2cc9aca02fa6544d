/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-closing.h"

static gboolean
destroy_cb (gpointer window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

gboolean
tessera_window_closing_request (GtkWindow *window)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, g_object_ref (window), g_object_unref);
  return TRUE;
}
