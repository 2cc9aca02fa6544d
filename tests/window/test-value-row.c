/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "value-row.h"

#include "window-resources.h"

#include <string.h>

/* Returns: (nullable) the selectable label below @widget. */
static GtkLabel *
find_value (GtkWidget *widget)
{
  GtkLabel *found = GTK_IS_LABEL (widget) && gtk_label_get_selectable (GTK_LABEL (widget))
                      ? GTK_LABEL (widget)
                      : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_value (child);
  return found;
}

/* Whether a line of @label ends behind @end when it has only @width pixels. */
static gboolean
breaks_behind (GtkLabel *label, const char *end, int width)
{
  g_autoptr (PangoLayout) layout = pango_layout_copy (gtk_label_get_layout (label));
  const char *text = pango_layout_get_text (layout);
  gboolean found = FALSE;

  pango_layout_set_width (layout, width * PANGO_SCALE);
  for (int i = 1; i < pango_layout_get_line_count (layout); i++)
    {
      int start = pango_layout_line_get_start_index (pango_layout_get_line_readonly (layout, i));

      found = found
              || (start >= (int) strlen (end)
                  && strncmp (text + start - strlen (end), end, strlen (end)) == 0);
    }
  return found;
}

static void
test_uri_stays_together (void)
{
  GtkWidget *row = g_object_ref_sink (
    tessera_value_row_new ("Scopes", "openid https://www.example.com/auth/calendar.readonly"));
  GtkLabel *label = find_value (row);

  for (int width = 40; width < 400; width += 10)
    g_assert_false (breaks_behind (label, "://", width));
  g_object_unref (row);
}

static void
test_changed_value (void)
{
  GtkWidget *row = g_object_ref_sink (tessera_value_row_new ("Issuer", "none"));

  g_object_set (row, "value", "at https://login.example.com/oauth2", NULL);
  for (int width = 40; width < 300; width += 10)
    g_assert_false (breaks_behind (find_value (row), "://", width));
  g_object_unref (row);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  g_test_add_func ("/value-row/uri-stays-together", test_uri_stays_together);
  g_test_add_func ("/value-row/changed-value", test_changed_value);
  return g_test_run ();
}
