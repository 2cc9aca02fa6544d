/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "narrow.h"

#include "page-stage.h"

/* The box around the title and the suffix of a group's header. */
static GtkWidget *
get_header (GtkWidget *group)
{
  return gtk_widget_get_first_child (gtk_widget_get_first_child (group));
}

static void
test_twice (void)
{
  GtkWidget *group
    = g_object_ref_sink (g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", "Scopes",
                                       "header-suffix", gtk_button_new_with_label ("Copy"), NULL));
  GtkWidget *button = page_stage_find (group, GTK_TYPE_BUTTON);

  for (int i = 0; i < 2; i++)
    {
      tessera_narrow_allow (group);
      g_assert_true (GTK_IS_GRID_LAYOUT (gtk_widget_get_layout_manager (get_header (group))));
      g_assert_true (gtk_label_get_wrap (GTK_LABEL (gtk_widget_get_first_child (button))));
    }
  g_object_unref (group);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/narrow/twice", test_twice);
  return g_test_run ();
}
