/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor-page.h"

#include "finding-row.h"
#include "page-stage.h"
#include "value-row.h"
#include "window-resources.h"

#include <string.h>

static void
set_up (PageStage *self, gconstpointer data)
{
  page_stage_open (self, TESSERA_TYPE_DOCTOR_PAGE, FALSE);
}

static void
tear_down (PageStage *self, gconstpointer data)
{
  page_stage_close (self);
}

static void
wait_for_verdict (PageStage *self, const char *verdict)
{
  while (strcmp (gtk_label_get_label (page_stage_get (self, "verdict")), verdict) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count (GtkWidget *widget, GType type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

/* The button keeps the keyboard while the examination runs. */
static void
click_again (PageStage *self)
{
  GtkWidget *again = page_stage_find (self->page, GTK_TYPE_BUTTON);

  g_assert_true (gtk_widget_grab_focus (again));
  g_signal_emit_by_name (again, "clicked");
  g_assert_true (gtk_widget_is_focus (again));
}

/* It looks by itself, and shows what there is to copy. */
static void
test_in_order (PageStage *self, gconstpointer data)
{
  wait_for_verdict (self, "Everything is in order.");
  g_assert_false (gtk_widget_get_visible (page_stage_get (self, "waiting")));
  g_assert_false (gtk_widget_get_visible (page_stage_get (self, "to_do")));
  g_assert_cmpuint (count (page_stage_get (self, "in_order"), TESSERA_TYPE_FINDING_ROW), ==, 19);
  g_assert_cmpuint (count (page_stage_get (self, "in_order"), TESSERA_TYPE_VALUE_ROW), ==, 2);
}

/* What there is to do comes first, and what was found before is gone. */
static void
test_again (PageStage *self, gconstpointer data)
{
  wait_for_verdict (self, "Everything is in order.");
  provider_process_set_fault (self->stage->provider, "metadata-wrong-issuer");
  click_again (self);
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "waiting")));
  wait_for_verdict (self, "A problem prevents signing in.");
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "to_do")));
  g_assert_cmpuint (count (page_stage_get (self, "to_do"), TESSERA_TYPE_FINDING_ROW), ==, 1);
}

/* Leaving the page ends it. */
static void
test_left (PageStage *self, gconstpointer data)
{
  while (!gtk_widget_get_mapped (self->page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "waiting")));
  adw_window_set_content (ADW_WINDOW (self->window), NULL);
  while (gtk_widget_get_visible (page_stage_get (self, "waiting")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (self->page, TESSERA_TYPE_FINDING_ROW), ==, 0);
}

/* Whoever comes back at once is told how it is, not that something was cancelled. */
static void
test_back_at_once (PageStage *self, gconstpointer data)
{
  GtkLabel *verdict = page_stage_get (self, "verdict");

  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "waiting")));
  gtk_widget_set_visible (self->page, FALSE);
  gtk_widget_set_visible (self->page, TRUE);
  while (!gtk_widget_get_mapped (self->page))
    g_main_context_iteration (NULL, TRUE);
  while (strcmp (gtk_label_get_label (verdict), "Checking…") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_label_get_label (verdict), ==, "Everything is in order.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test) g_test_add (path, PageStage, NULL, set_up, test, tear_down)
  add ("/doctor-page/in-order", test_in_order);
  add ("/doctor-page/again", test_again);
  add ("/doctor-page/left", test_left);
  add ("/doctor-page/back-at-once", test_back_at_once);
  return g_test_run ();
}
