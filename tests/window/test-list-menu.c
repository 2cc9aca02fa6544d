/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-list.h"

#include "account-row.h"
#include "page-stage.h"
#include "window-resources.h"

/* Returns: (transfer full) */
static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gpointer controller;

  for (guint i = 0; (controller = g_list_model_get_item (controllers, i)) != NULL; i++)
    {
      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
      g_object_unref (controller);
    }
  g_assert_not_reached ();
}

/* A long touch on the first row. Returns: the menu. */
static GtkWidget *
open_menu (GtkWidget *list)
{
  GtkWidget *view = page_stage_find (list, GTK_TYPE_LIST_VIEW);
  g_autoptr (GtkEventController) press = find_controller (view, GTK_TYPE_GESTURE_LONG_PRESS);
  GtkWidget *menu;

  while (tessera_account_row_find_at (view, 20, 20) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (press, "pressed", 20.0, 20.0);
  menu = page_stage_find (list, GTK_TYPE_POPOVER_MENU);
  g_assert_nonnull (menu);
  return menu;
}

/* The menu closes after the list has left its window, which may be closing. */
static void
test_closes_without_a_window (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSessions) sessions = tessera_sessions_new (stage->accounts, NULL);
  g_autoptr (GtkWidget) list
    = g_object_ref_sink (g_object_new (TESSERA_TYPE_ACCOUNT_LIST, "sessions", sessions, NULL));
  GtkWidget *window = gtk_window_new ();
  GtkWidget *menu;

  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  menu = open_menu (list);
  gtk_window_set_child (GTK_WINDOW (window), NULL);
  g_assert_null (gtk_widget_get_root (list));
  gtk_widget_set_visible (menu, FALSE);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  g_test_add_func ("/list-menu/closes-without-a-window", test_closes_without_a_window);
  return g_test_run ();
}
