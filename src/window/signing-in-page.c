/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing-in-page.h"

#include "resource-path.h"

#include <glib/gi18n.h>

struct _TesseraSigningInPage
{
  TesseraPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TesseraSigningInPage, tessera_signing_in_page, TESSERA_TYPE_PAGE)

static char *
title_cb (gpointer self, const char *name)
{
  /* Translators: the name of an account */
  return g_strdup_printf (_ ("Signing in to %s"), name != NULL ? name : "");
}

static gboolean
is_set_cb (gpointer self, const char *text)
{
  return text != NULL;
}

static void
tessera_signing_in_page_class_init (TesseraSigningInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("signing-in-page.ui"));
  gtk_widget_class_bind_template_callback (widget_class, title_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_set_cb);
}

static void
tessera_signing_in_page_init (TesseraSigningInPage *self)
{
}
