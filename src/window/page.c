/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page.h"

enum
{
  PROP_SESSION = 1,
  PROP_DEFAULT_WIDGET,
};

typedef struct
{
  TesseraSession *session;
  GtkWidget *default_widget; /* a descendant */
} TesseraPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TesseraPage, tessera_page, ADW_TYPE_BIN)

static void
tessera_page_dispose (GObject *object)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (TESSERA_PAGE (object));

  priv->default_widget = NULL;
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (tessera_page_parent_class)->dispose (object);
}

static void
tessera_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (TESSERA_PAGE (object));

  if (id == PROP_SESSION)
    g_value_set_object (value, priv->session);
  else
    g_value_set_object (value, priv->default_widget);
}

static void
tessera_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (TESSERA_PAGE (object));

  if (id == PROP_DEFAULT_WIDGET)
    priv->default_widget = g_value_get_object (value);
  else if (g_set_object (&priv->session, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
tessera_page_class_init (TesseraPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_page_dispose;
  object_class->get_property = tessera_page_get_property;
  object_class->set_property = tessera_page_set_property;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                          | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_DEFAULT_WIDGET,
                                   g_param_spec_object ("default-widget", NULL, NULL,
                                                        GTK_TYPE_WIDGET,
                                                        G_PARAM_READWRITE
                                                          | G_PARAM_STATIC_STRINGS));
}

static void
tessera_page_init (TesseraPage *self)
{
}

GtkWidget *
tessera_page_get_default_widget (TesseraPage *self)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (self);

  return priv->default_widget;
}
