/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "try-it-page.h"

#include "finding-row.h"
#include "page-stage.h"
#include "source-view.h"
#include "window-resources.h"

#include <string.h>

static void
set_up (PageStage *self, gconstpointer data)
{
  page_stage_open (self, TESSERA_TYPE_TRY_IT_PAGE, TRUE);
}

static void
tear_down (PageStage *self, gconstpointer data)
{
  page_stage_close (self);
}

static gboolean
is_visible (PageStage *self, const char *name)
{
  return gtk_widget_get_visible (page_stage_get (self, name));
}

static void
click (PageStage *self, const char *name)
{
  g_assert_true (is_visible (self, name));
  g_signal_emit_by_name (page_stage_get (self, name), "clicked");
}

static void
wait_for (PageStage *self, const char *name)
{
  while (!is_visible (self, name))
    g_main_context_iteration (NULL, TRUE);
}

/* Below the provider's address. */
static void
type_address (PageStage *self, const char *path)
{
  g_autofree char *uri
    = g_strconcat (provider_process_get_issuer (self->stage->provider), path, NULL);

  gtk_editable_set_text (page_stage_get (self, "address"), uri);
}

/* (transfer none) what the answer's first row says. */
static const char *
get_answer (PageStage *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  GtkWidget *widget = page_stage_get (self, "answer");
  const char *text = NULL;

  g_ptr_array_add (rows, widget);
  for (guint i = 0; i < rows->len && text == NULL; i++)
    {
      if (TESSERA_IS_FINDING_ROW (rows->pdata[i]))
        text = gtk_label_get_label (GTK_LABEL (
          gtk_widget_get_template_child (rows->pdata[i], TESSERA_TYPE_FINDING_ROW, "text")));
      for (GtkWidget *child = gtk_widget_get_first_child (rows->pdata[i]); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_ptr_array_add (rows, child);
    }
  g_ptr_array_unref (rows);
  return text;
}

static void
test_userinfo (PageStage *self, gconstpointer data)
{
  click (self, "send");
  g_assert_true (is_visible (self, "waiting"));
  g_assert_false (is_visible (self, "send"));
  wait_for (self, "send");
  g_assert_true (g_str_has_prefix (get_answer (self), "200 OK, in "));
  g_assert_nonnull (strstr (tessera_source_view_get_text (page_stage_get (self, "body")), "zoe"));
  g_assert_nonnull (
    strstr (tessera_source_view_get_text (page_stage_get (self, "headers")), "Content-Type"));
  g_assert_false (is_visible (self, "question"));
}

/* The person is asked once for each host. */
static void
test_stranger (PageStage *self, gconstpointer data)
{
  type_address (self, "/userinfo");
  click (self, "send");
  g_assert_true (is_visible (self, "question"));
  g_assert_nonnull (
    strstr (gtk_label_get_label (page_stage_get (self, "question_text")), "“127.0.0.1:"));
  g_assert_false (is_visible (self, "answer"));
  /* Another address is another question. */
  type_address (self, "/nothing");
  g_assert_false (is_visible (self, "question"));
  click (self, "send");
  click (self, "confirm");
  wait_for (self, "send");
  g_assert_true (g_str_has_prefix (get_answer (self), "404 Not Found, in "));
  type_address (self, "/userinfo");
  click (self, "send");
  wait_for (self, "send");
  g_assert_true (g_str_has_prefix (get_answer (self), "200 OK, in "));
}

static void
test_bad_address (PageStage *self, gconstpointer data)
{
  gtk_editable_set_text (page_stage_get (self, "address"), "http://api.example.org/me");
  click (self, "send");
  g_assert_true (is_visible (self, "problem"));
  g_assert_false (is_visible (self, "waiting"));
  g_assert_false (is_visible (self, "question"));
  gtk_editable_set_text (page_stage_get (self, "address"), "");
  g_assert_false (is_visible (self, "problem"));
}

/* Nothing answers, and a click ends that. */
static void
test_stop (PageStage *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "userinfo-hang");
  click (self, "send");
  click (self, "stop");
  wait_for (self, "send");
  g_assert_false (is_visible (self, "answer"));
}

/* Whoever has left the page keeps the keyboard where it is. */
static void
test_left (PageStage *self, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *elsewhere = gtk_button_new ();
  GtkScrolledWindow *scroller
    = GTK_SCROLLED_WINDOW (adw_window_get_content (ADW_WINDOW (self->window)));

  gtk_scrolled_window_set_child (scroller, NULL);
  gtk_box_append (GTK_BOX (box), elsewhere);
  gtk_box_append (GTK_BOX (box), self->page);
  gtk_scrolled_window_set_child (scroller, box);
  while (!gtk_widget_get_mapped (self->page))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_grab_focus (page_stage_get (self, "send"));
  click (self, "send");
  g_assert_true (gtk_widget_is_focus (page_stage_get (self, "stop")));
  gtk_widget_grab_focus (elsewhere);
  wait_for (self, "answer");
  g_assert_true (gtk_widget_is_focus (elsewhere));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test) g_test_add (path, PageStage, NULL, set_up, test, tear_down)
  add ("/try-it-page/userinfo", test_userinfo);
  add ("/try-it-page/stranger", test_stranger);
  add ("/try-it-page/bad-address", test_bad_address);
  add ("/try-it-page/stop", test_stop);
  add ("/try-it-page/left", test_left);
  return g_test_run ();
}
