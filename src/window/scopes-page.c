/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scopes-page.h"

#include "resource-path.h"

struct _TesseraScopesPage
{
  TesseraPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TesseraScopesPage, tessera_scopes_page, TESSERA_TYPE_PAGE)

/* Returns: (transfer full) */
static GtkStringList *
model_cb (gpointer self, const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (scope != NULL ? scope : "", " ", -1);
  GtkStringList *model = gtk_string_list_new (NULL);

  for (char **each = scopes; *each != NULL; each++)
    if (**each != '\0')
      gtk_string_list_append (model, *each);
  return model;
}

static void
set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "selectable", TRUE, NULL);

  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *scope = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (scope));
}

static void
tessera_scopes_page_class_init (TesseraScopesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("scopes-page.ui"));
  gtk_widget_class_bind_template_callback (widget_class, model_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
tessera_scopes_page_init (TesseraScopesPage *self)
{
}
