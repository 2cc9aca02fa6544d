/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout-check.h"

#include <adwaita.h>

/* The checker itself (layout-check.h): a defect of each kind is found, and nothing else. */

/* What is wrong with @child in a window of 200 pixels, NULL for nothing. (transfer full) */
static char *
check (GtkWidget *child)
{
  GtkWidget *window = g_object_new (GTK_TYPE_WINDOW, "default-width", 200, "default-height", 200,
                                    "child", child, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  char *problem = NULL;

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (child) || gtk_widget_get_width (child) == 0)
    g_main_context_iteration (NULL, TRUE);
  problems = layout_check (window);
  if (problems->len > 0)
    problem = g_strdup (g_ptr_array_index (problems, 0));
  gtk_window_destroy (GTK_WINDOW (window));
  return problem;
}

static void
assert_finds (GtkWidget *child, const char *wanted)
{
  g_autofree char *problem = check (child);

  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, wanted));
}

static void
assert_passes (GtkWidget *child)
{
  g_autofree char *problem = check (child);

  g_assert_cmpstr (problem, ==, NULL);
}

static GtkWidget *
make_label (PangoEllipsizeMode ellipsize)
{
  return g_object_new (GTK_TYPE_LABEL, "label",
                       "A sentence of more words than there is room for in so small a window",
                       "ellipsize", ellipsize, "wrap", ellipsize == PANGO_ELLIPSIZE_NONE, NULL);
}

static void
test_label (void)
{
  GtkWidget *explained = make_label (PANGO_ELLIPSIZE_END);

  assert_passes (make_label (PANGO_ELLIPSIZE_NONE));
  assert_finds (make_label (PANGO_ELLIPSIZE_END), "“A sentence");
  assert_finds (make_label (PANGO_ELLIPSIZE_END), "is cut off");
  gtk_widget_set_tooltip_text (explained, "All of it");
  assert_passes (explained);
  assert_finds (gtk_label_new (""), "is empty");
}

static GtkWidget *
make_far_label (void)
{
  GtkWidget *fixed = gtk_fixed_new ();

  gtk_fixed_put (GTK_FIXED (fixed), gtk_label_new ("Half of it"), -30, 0);
  return fixed;
}

static void
test_bounds (void)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *fixed = gtk_fixed_new ();

  assert_finds (make_far_label (), "stands out at the side");
  gtk_fixed_put (GTK_FIXED (fixed), gtk_label_new ("Below"), 0, 500);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), fixed);
  assert_passes (scroller);
}

/* A screen reader would say "GtkImage". */
static void
test_name (void)
{
  GtkWidget *named = gtk_button_new_from_icon_name ("go-next-symbolic");

  assert_finds (gtk_button_new_from_icon_name ("go-next-symbolic"), "has no name");
  gtk_accessible_update_property (GTK_ACCESSIBLE (named), GTK_ACCESSIBLE_PROPERTY_LABEL, "Next",
                                  -1);
  assert_passes (named);
  assert_passes (gtk_button_new_with_label ("Next"));
}

int
main (int argc, char *argv[])
{
  /* GTK 4.14 and newer end in this backend as soon as something is announced. */
  gboolean has_names = gtk_check_version (4, 14, 0) != NULL;

  g_test_init (&argc, &argv, NULL);
  if (has_names)
    g_setenv ("GTK_A11Y", "test", TRUE);
  adw_init ();
  g_test_add_func ("/layout-check/label", test_label);
  g_test_add_func ("/layout-check/bounds", test_bounds);
  if (has_names)
    g_test_add_func ("/layout-check/name", test_name);
  return g_test_run ();
}
