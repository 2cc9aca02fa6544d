/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-visibility.h"

#include "stage.h"

static void
test_follows_the_window (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  g_autoptr (TesseraWindowVisibility) visibility = tessera_window_visibility_new (window);

  g_assert_false (tessera_window_visibility_get_visible (visibility));
  gtk_window_present (window);
  /* Mapped, but nothing is drawn yet. */
  g_assert_false (tessera_window_visibility_get_visible (visibility));
  stage_wait_for_boolean (visibility, "visible", TRUE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window)));
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_assert_false (tessera_window_visibility_get_visible (visibility));
  gtk_window_present (window);
  g_assert_false (tessera_window_visibility_get_visible (visibility));
  stage_wait_for_boolean (visibility, "visible", TRUE);
  gtk_window_destroy (window);
}

/* It waits for a frame of a window that goes before there is one. */
static void
test_ends_before_the_first_frame (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  TesseraWindowVisibility *visibility = tessera_window_visibility_new (window);
  g_autoptr (TesseraWindowVisibility) other = tessera_window_visibility_new (window);

  gtk_window_present (window);
  g_object_add_weak_pointer (G_OBJECT (visibility), (gpointer *) &visibility);
  g_object_unref (visibility);
  g_assert_null (visibility);
  stage_wait_for_boolean (other, "visible", TRUE);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/window-visibility/follows-the-window", test_follows_the_window);
  g_test_add_func ("/window-visibility/ends-before-the-first-frame",
                   test_ends_before_the_first_frame);
  return g_test_run ();
}
