/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page-stage.h"

void
page_stage_open (PageStage *self, GType type, gboolean signed_in)
{
  GtkWidget *scroller;

  self->stage = stage_new (NULL, NULL);
  self->session = tessera_session_new (self->stage->account);
  if (signed_in)
    {
      tessera_session_set_active (self->session, TRUE);
      stage_sign_in_elsewhere (self->stage);
      stage_wait_for_boolean (self->session, "loaded", TRUE);
    }
  self->window = adw_window_new ();
  self->page = g_object_ref_sink (g_object_new (type, "session", self->session, NULL));
  tessera_page_build (TESSERA_PAGE (self->page));
  scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->page, NULL);
  adw_window_set_content (ADW_WINDOW (self->window), scroller);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (self->page))
    g_main_context_iteration (NULL, TRUE);
}

void
page_stage_close (PageStage *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->page);
  g_object_unref (self->session);
  stage_free (self->stage);
}

gpointer
page_stage_get (PageStage *self, const char *name)
{
  return gtk_widget_get_template_child (self->page, G_OBJECT_TYPE (self->page), name);
}

GtkWidget *
page_stage_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = page_stage_find (child, type);
  return found;
}
