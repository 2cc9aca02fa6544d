/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fit.h"

void
tessera_window_fit_present (GtkWindow *dialog, GtkWindow *parent)
{
  int width;
  int height;

  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, MIN (width, gtk_widget_get_width (GTK_WIDGET (parent))),
                               height);
  gtk_window_set_transient_for (dialog, parent);
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_present (dialog);
}
