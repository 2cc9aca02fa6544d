/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "failed-page.h"

#include "notice.h"
#include "provider-group.h"
#include "resource-path.h"
#include "token-group.h"

struct _TesseraFailedPage
{
  TesseraPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TesseraFailedPage, tessera_failed_page, TESSERA_TYPE_PAGE)

static gboolean
is_set_cb (gpointer self, const char *text)
{
  return text != NULL;
}

/* Try Again is what helps most, but where the issuer is wrong. */
static GStrv
try_again_classes_cb (gpointer self, const char *issuer)
{
  const char *const first[] = { "pill", "suggested-action", NULL };
  const char *const second[] = { "pill", NULL };

  return g_strdupv ((GStrv) (issuer == NULL ? first : second));
}

static GtkWidget *
default_widget_cb (TesseraFailedPage *self, const char *issuer)
{
  GObject *button = gtk_widget_get_template_child (GTK_WIDGET (self), TESSERA_TYPE_FAILED_PAGE,
                                                   issuer != NULL ? "use_issuer" : "button");

  return button != NULL ? g_object_ref (GTK_WIDGET (button)) : NULL;
}

static gboolean
is_signed_in_cb (gpointer self, TesseraAccountState state)
{
  return state == TESSERA_ACCOUNT_SIGNED_IN;
}

static void
tessera_failed_page_class_init (TesseraFailedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_PROVIDER_GROUP);
  g_type_ensure (TESSERA_TYPE_TOKEN_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("failed-page.ui"));
  gtk_widget_class_bind_template_child_full (widget_class, "button", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "use_issuer", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, is_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_classes_cb);
  gtk_widget_class_bind_template_callback (widget_class, default_widget_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_signed_in_cb);
}

static void
tessera_failed_page_init (TesseraFailedPage *self)
{
}
