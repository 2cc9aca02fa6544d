/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cut-text.h"

#include <adwaita.h>

/* Whether the row has a tooltip. */
static gboolean
asks (GtkWidget *row)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (row, "query-tooltip", 0, 0, FALSE, tooltip, &shown);
  return shown;
}

static void
wait_for_title (GtkWidget *row, const char *title, gboolean cut)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  while (!gtk_widget_get_mapped (row) || asks (row) != cut)
    g_main_context_iteration (NULL, TRUE);
}

/* The title of an entry takes one line. */
static void
test_row (void)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *window = g_object_new (GTK_TYPE_WINDOW, "default-width", 200, "child", list, NULL);

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  tessera_cut_text_explain_rows (list);
  g_assert_true (gtk_widget_get_has_tooltip (row));
  g_assert_false (gtk_widget_get_has_tooltip (list));
  gtk_window_present (GTK_WINDOW (window));
  wait_for_title (row, "Short", FALSE);
  wait_for_title (row, "Hosts (git.example.com registry.example.com:5000)", TRUE);
  wait_for_title (row, "Short", FALSE);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/cut-text/row", test_row);
  return g_test_run ();
}
