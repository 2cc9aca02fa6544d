/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signed-in-page.h"

#include "cut-text.h"
#include "expiry-text.h"
#include "notice.h"
#include "resource-path.h"
#include "scope-text.h"
#include "token-group.h"

#include <glib/gi18n.h>

struct _TesseraSignedInPage
{
  TesseraPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TesseraSignedInPage, tessera_signed_in_page, TESSERA_TYPE_PAGE)

static GStrv
status_classes_cb (gpointer self, gboolean expiring)
{
  const char *const expiring_classes[] = { "status", "warning", NULL };
  const char *const classes[] = { "status", "success", NULL };

  return g_strdupv ((GStrv) (expiring ? expiring_classes : classes));
}

static char *
status_icon_cb (gpointer self, gboolean expiring)
{
  return g_strdup (expiring ? "dialog-warning-symbolic" : "object-select-symbolic");
}

static char *
person_cb (gpointer self, const char *person, const char *contact)
{
  if (person == NULL || contact == NULL)
    return g_strdup (person);
  /* Translators: a person's name and e-mail address */
  return g_strdup_printf (_ ("%s · %s"), person, contact);
}

static char *
expires_iso_cb (gpointer self, gint64 expires_at)
{
  return expires_at != 0 ? tessera_expiry_text_iso (expires_at) : NULL;
}

static char *
count_cb (gpointer self, const char *scope)
{
  g_auto (GStrv) scopes = tessera_scope_text_split (scope);

  return scope != NULL ? g_strdup_printf ("%u", g_strv_length (scopes)) : NULL;
}

static void
tessera_signed_in_page_class_init (TesseraSignedInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_TOKEN_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("signed-in-page.ui"));
  gtk_widget_class_bind_template_callback (widget_class, status_classes_cb);
  gtk_widget_class_bind_template_callback (widget_class, status_icon_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_cb);
  gtk_widget_class_bind_template_callback (widget_class, expires_iso_cb);
  gtk_widget_class_bind_template_callback (widget_class, count_cb);
  gtk_widget_class_bind_template_callback (widget_class, tessera_cut_text_query_tooltip);
}

static void
tessera_signed_in_page_init (TesseraSignedInPage *self)
{
}
