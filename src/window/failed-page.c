/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "failed-page.h"

#include "notice.h"
#include "provider-group.h"
#include "repair.h"
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

static char *
label_cb (gpointer self, guint repair)
{
  return g_strdup (tessera_repair_get_label (repair));
}

static char *
action_cb (gpointer self, guint repair)
{
  return g_strdup (tessera_repair_get_action (repair));
}

/* Whether Try Again stands below another button. */
static gboolean
is_other_cb (gpointer self, guint repair)
{
  return repair != TESSERA_REPAIR_TRY_AGAIN;
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
  gtk_widget_class_bind_template_callback (widget_class, is_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, label_cb);
  gtk_widget_class_bind_template_callback (widget_class, action_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_other_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_signed_in_cb);
}

static void
tessera_failed_page_init (TesseraFailedPage *self)
{
}
