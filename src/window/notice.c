/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notice.h"

#include "announce.h"
#include "resource-path.h"

struct _TesseraNotice
{
  AdwBin parent_instance;
  char *text;
};

G_DEFINE_FINAL_TYPE (TesseraNotice, tessera_notice, ADW_TYPE_BIN)

static void
tessera_notice_finalize (GObject *object)
{
  g_clear_pointer (&TESSERA_NOTICE (object)->text, g_free);
  G_OBJECT_CLASS (tessera_notice_parent_class)->finalize (object);
}

static void
say (TesseraNotice *self)
{
  if (self->text != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tessera_announce (GTK_WIDGET (self), self->text);
}

/* On a page that comes into sight the text has been set before. */
static void
tessera_notice_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_notice_parent_class)->map (widget);
  say (TESSERA_NOTICE (widget));
}

static void
tessera_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TESSERA_NOTICE (object)->text);
}

static void
tessera_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraNotice *self = TESSERA_NOTICE (object);

  if (g_strcmp0 (self->text, g_value_get_string (value)) == 0)
    return;
  g_clear_pointer (&self->text, g_free);
  self->text = g_value_dup_string (value);
  say (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->text != NULL);
}

static void
tessera_notice_class_init (TesseraNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = tessera_notice_map;
  object_class->finalize = tessera_notice_finalize;
  object_class->get_property = tessera_notice_get_property;
  object_class->set_property = tessera_notice_set_property;
  g_object_class_install_property (
    object_class, 1,
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("notice.ui"));
}

static void
tessera_notice_init (TesseraNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
