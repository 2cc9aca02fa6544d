/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pushed-page.h"

#include "announce.h"
#include "page.h"
#include "resource-path.h"

struct _TesseraPushedPage
{
  GtkBox parent_instance;
  AdwWindowTitle *title;
  GtkWidget *back;
  AdwBin *content;
  GWeakRef focus_before;
};

#define TESSERA_TYPE_PUSHED_PAGE (tessera_pushed_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraPushedPage, tessera_pushed_page, TESSERA, PUSHED_PAGE, GtkBox)
G_DEFINE_FINAL_TYPE (TesseraPushedPage, tessera_pushed_page, GTK_TYPE_BOX)

static void
tessera_pushed_page_finalize (GObject *object)
{
  g_weak_ref_clear (&TESSERA_PUSHED_PAGE (object)->focus_before);
  G_OBJECT_CLASS (tessera_pushed_page_parent_class)->finalize (object);
}

static void
tessera_pushed_page_class_init (TesseraPushedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_pushed_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("pushed-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraPushedPage, title);
  gtk_widget_class_bind_template_child (widget_class, TesseraPushedPage, back);
  gtk_widget_class_bind_template_child (widget_class, TesseraPushedPage, content);
}

static void
tessera_pushed_page_init (TesseraPushedPage *self)
{
  g_weak_ref_init (&self->focus_before, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tessera_pushed_page_new (const char *title, GtkWidget *content, GtkRoot *root)
{
  TesseraPushedPage *self = g_object_new (TESSERA_TYPE_PUSHED_PAGE, NULL);

  adw_window_title_set_title (self->title, title);
  adw_bin_set_child (self->content, content);
  if (root != NULL)
    g_weak_ref_set (&self->focus_before, gtk_root_get_focus (root));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

GtkWidget *
tessera_pushed_page_get_content (GtkWidget *page)
{
  return adw_bin_get_child (TESSERA_PUSHED_PAGE (page)->content);
}

void
tessera_pushed_page_focus (GtkWidget *page)
{
  TesseraPushedPage *self = TESSERA_PUSHED_PAGE (page);
  GtkWidget *content = adw_bin_get_child (self->content);
  GtkWidget *widget
    = TESSERA_IS_PAGE (content) ? tessera_page_get_default_widget (TESSERA_PAGE (content)) : NULL;

  if ((widget == NULL || !gtk_widget_grab_focus (widget))
      && !gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->back);
}

void
tessera_pushed_page_return_focus (GtkWidget *page)
{
  g_autoptr (GtkWidget) before = g_weak_ref_get (&TESSERA_PUSHED_PAGE (page)->focus_before);

  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}
