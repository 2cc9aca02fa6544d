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

static void
drop_cb (TesseraWindowVisibility **visibility)
{
  g_clear_object (visibility);
}

/* The frame is drawn, and it waits for the rest of that: then its window goes. */
static void
test_ends_with_the_first_frame (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  TesseraWindowVisibility *visibility = tessera_window_visibility_new (window);
  g_autoptr (TesseraWindowVisibility) other = tessera_window_visibility_new (window);
  gpointer watched = visibility;

  g_object_add_weak_pointer (G_OBJECT (visibility), &watched);
  gtk_window_present (window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                            G_CALLBACK (drop_cb), &visibility);
  stage_wait_for_boolean (other, "visible", TRUE);
  g_assert_null (watched);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/window-visibility/follows-the-window", test_follows_the_window);
  g_test_add_func ("/window-visibility/ends-with-the-first-frame", test_ends_with_the_first_frame);
  return g_test_run ();
}
