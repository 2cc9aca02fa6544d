/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor-page.h"

#include "finding-row.h"
#include "stage.h"
#include "value-row.h"
#include "window-resources.h"

#include <string.h>

typedef struct
{
  Stage *stage;
  TesseraSession *session;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->stage = stage_new (NULL, NULL);
  self->session = tessera_session_new (self->stage->account);
  self->window = adw_window_new ();
  self->page
    = g_object_ref_sink (g_object_new (TESSERA_TYPE_DOCTOR_PAGE, "session", self->session, NULL));
  tessera_page_build (TESSERA_PAGE (self->page));
  adw_window_set_content (ADW_WINDOW (self->window), self->page);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->page);
  g_object_unref (self->session);
  stage_free (self->stage);
}

static gpointer
get (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self->page), TESSERA_TYPE_DOCTOR_PAGE, name);
}

static void
wait_for_verdict (Fixture *self, const char *verdict)
{
  while (strcmp (gtk_label_get_label (get (self, "verdict")), verdict) != 0)
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

/* It looks by itself, and shows what there is to copy. */
static void
test_in_order (Fixture *self, gconstpointer data)
{
  wait_for_verdict (self, "Everything is in order.");
  g_assert_false (gtk_widget_get_visible (get (self, "waiting")));
  g_assert_false (gtk_widget_get_visible (get (self, "to_do")));
  g_assert_cmpuint (count (get (self, "in_order"), TESSERA_TYPE_FINDING_ROW), ==, 19);
  g_assert_cmpuint (count (get (self, "in_order"), TESSERA_TYPE_VALUE_ROW), ==, 2);
}

/* What there is to do comes first, and what was found before is gone. */
static void
test_again (Fixture *self, gconstpointer data)
{
  wait_for_verdict (self, "Everything is in order.");
  provider_process_set_fault (self->stage->provider, "metadata-wrong-issuer");
  g_signal_emit_by_name (get (self, "again"), "clicked");
  g_assert_true (gtk_widget_get_visible (get (self, "waiting")));
  wait_for_verdict (self, "A problem prevents signing in.");
  g_assert_true (gtk_widget_get_visible (get (self, "to_do")));
  g_assert_cmpuint (count (get (self, "to_do"), TESSERA_TYPE_FINDING_ROW), ==, 1);
}

/* Leaving the page ends it. */
static void
test_left (Fixture *self, gconstpointer data)
{
  while (!gtk_widget_get_mapped (self->page))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_visible (get (self, "waiting")));
  adw_window_set_content (ADW_WINDOW (self->window), NULL);
  while (gtk_widget_get_visible (get (self, "waiting")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (self->page, TESSERA_TYPE_FINDING_ROW), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/doctor-page/in-order", test_in_order);
  add ("/doctor-page/again", test_again);
  add ("/doctor-page/left", test_left);
  return g_test_run ();
}
