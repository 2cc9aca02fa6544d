/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout-check.h"

#include <adwaita.h>

/* What @widget is in: the types around it, up to one of ours. */
static char *
describe_place (GtkWidget *widget)
{
  g_autoptr (GString) place = g_string_new (NULL);

  for (GtkWidget *around = widget; around != NULL; around = gtk_widget_get_parent (around))
    {
      g_string_append_printf (place, "%s%s", around == widget ? "" : " in ",
                              G_OBJECT_TYPE_NAME (around));
      if (g_str_has_prefix (G_OBJECT_TYPE_NAME (around), "Tessera"))
        break;
    }
  return g_string_free (g_steal_pointer (&place), FALSE);
}

static void
add_problem (GPtrArray *problems, GtkWidget *widget, const char *what)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";
  g_autofree char *place = describe_place (widget);

  g_ptr_array_add (problems, g_strdup_printf ("“%s” %s: %s", text, what, place));
}

/* A tooltip says the whole, of the label or of what it is in; and a title may be too long for its
 * header bar. */
static gboolean
may_be_cut (GtkWidget *label)
{
  gboolean found = gtk_widget_has_css_class (label, "title")
                   && gtk_widget_get_ancestor (label, ADW_TYPE_HEADER_BAR) != NULL;

  for (GtkWidget *widget = label; widget != NULL && !found; widget = gtk_widget_get_parent (widget))
    found = gtk_widget_get_has_tooltip (widget);
  return found;
}

static void
check_label (GtkLabel *label, GPtrArray *problems)
{
  GtkWidget *widget = GTK_WIDGET (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (*gtk_label_get_text (label) == '\0')
    add_problem (problems, widget, "is empty");
  else if (pango_layout_is_ellipsized (layout) ? !may_be_cut (widget)
                                               : width > gtk_widget_get_width (widget) + 1)
    add_problem (problems, widget, "is cut off");
  else if (height > gtk_widget_get_height (widget) + 1)
    add_problem (problems, widget, "is cut off at the bottom");
}

/* Whether @start to @end lies within 0 to @size, but for what is rounded. */
static gboolean
is_within (double start, double end, int size)
{
  return start >= -1 && end <= size + 1;
}

/* What scrolls shows all of its content, sooner or later. */
static void
check_bounds (GtkWidget *widget, GtkWidget *window, GPtrArray *problems)
{
  gboolean across = TRUE;
  gboolean down = TRUE;

  for (GtkWidget *around = gtk_widget_get_parent (widget); around != NULL && (across || down);
       around = around != window ? gtk_widget_get_parent (around) : NULL)
    {
      graphene_rect_t bounds;

      /* The viewport, or what scrolls by itself. */
      if (GTK_IS_SCROLLED_WINDOW (gtk_widget_get_parent (around)))
        {
          GtkPolicyType horizontal;
          GtkPolicyType vertical;

          gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (gtk_widget_get_parent (around)),
                                          &horizontal, &vertical);
          across = across && horizontal == GTK_POLICY_NEVER;
          down = down && vertical == GTK_POLICY_NEVER;
        }
      if (around != window && gtk_widget_get_overflow (around) != GTK_OVERFLOW_HIDDEN)
        continue;
      if (!gtk_widget_compute_bounds (widget, around, &bounds))
        continue;
      if (across
          && !is_within (bounds.origin.x, bounds.origin.x + bounds.size.width,
                         gtk_widget_get_width (around)))
        {
          add_problem (problems, widget, "stands out at the side");
          return;
        }
      if (down
          && !is_within (bounds.origin.y, bounds.origin.y + bounds.size.height,
                         gtk_widget_get_height (around)))
        {
          add_problem (problems, widget, "stands out at the top or the bottom");
          return;
        }
    }
}

static gboolean
has_text (GtkWidget *widget)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                   && *gtk_label_get_text (GTK_LABEL (widget)) != '\0';

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_text (child);
  return found;
}

/* A button is named by its text. What scrolls gives the keyboard to its content, and the arrow keys
 * do what the two buttons of a number do. */
static void
check_name (GtkWidget *widget, GPtrArray *problems)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  gboolean is_icon; /* which GTK 4.8 takes for the label */

  if (GTK_IS_SCROLLED_WINDOW (widget)
      || (GTK_IS_BUTTON (widget) && GTK_IS_SPIN_BUTTON (gtk_widget_get_parent (widget))))
    return;
  is_icon = GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL;
  if (!gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
      && (is_icon
          || !gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
      && !has_text (widget))
    add_problem (problems, widget, "has no name");
}

static void
check (GtkWidget *widget, GtkWidget *window, GPtrArray *problems)
{
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) < 0.01)
    return;
  if (GTK_IS_LABEL (widget))
    check_label (GTK_LABEL (widget), problems);
  if (GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_IMAGE (widget)
      || GTK_IS_EDITABLE (widget))
    check_bounds (widget, window, problems);
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0 && gtk_widget_get_focusable (widget)
      && gtk_widget_get_sensitive (widget))
    check_name (widget, problems);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      check (child, window, problems);
}

GPtrArray *
layout_check (GtkWidget *window)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);

  check (window, window, problems);
  return problems;
}
