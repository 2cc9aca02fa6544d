/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "toast.h"

#define SENTENCE "Part of the access token copied; cleared in 60 seconds"

/* Returns: (nullable) the label below @widget that says @text. */
static GtkLabel *
find_label (GtkWidget *widget, const char *text)
{
  GtkLabel *found
    = GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text)
        ? GTK_LABEL (widget)
        : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* Returns: an overlay that fills a window of this width. */
static GtkWidget *
open_overlay (int width)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), gtk_label_new ("content"));
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 294);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (overlay) == 0)
    g_main_context_iteration (NULL, TRUE);
  return overlay;
}

static void
assert_fits (int width)
{
  GtkWidget *overlay = open_overlay (width);
  GtkLabel *label;
  GtkWidget *toast;
  graphene_rect_t bounds;

  tessera_toast_show (ADW_TOAST_OVERLAY (overlay), SENTENCE);
  while (label = find_label (overlay, SENTENCE),
         label == NULL || gtk_widget_get_width (GTK_WIDGET (label)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (label)));
  toast = GTK_WIDGET (label);
  while (gtk_widget_get_parent (toast) != overlay)
    toast = gtk_widget_get_parent (toast);
  for (GtkWidget *child = gtk_widget_get_first_child (toast); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      {
        g_assert_true (gtk_widget_compute_bounds (child, overlay, &bounds));
        g_assert_cmpfloat (bounds.origin.x, >=, 0);
        g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, width);
      }
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (overlay)));
}

static void
test_fits (void)
{
  assert_fits (360);
  assert_fits (460);
  assert_fits (640);
}

/* Also while the first one still slides in. */
static void
test_takes_the_place (void)
{
  GtkWidget *overlay = open_overlay (360);

  for (guint i = 0; i < 3; i++)
    {
      tessera_toast_show (ADW_TOAST_OVERLAY (overlay), SENTENCE);
      tessera_toast_show (ADW_TOAST_OVERLAY (overlay), "Link copied");
      g_assert_nonnull (find_label (overlay, "Link copied"));
      g_assert_null (find_label (overlay, SENTENCE));
    }
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (overlay)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/toast/fits", test_fits);
  g_test_add_func ("/toast/takes-the-place", test_takes_the_place);
  return g_test_run ();
}
