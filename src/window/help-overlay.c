/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "help-overlay.h"

#include "resource-path.h"

/* If the resource had the name that GTK looks for, GTK would build the dialog with every window. */
void
tessera_help_overlay_present (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      builder = gtk_builder_new_from_resource (RESOURCE ("help-overlay.ui"));
      gtk_application_window_set_help_overlay (window,
                                               GTK_SHORTCUTS_WINDOW (
                                                 gtk_builder_get_object (builder, "help_overlay")));
    }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}
