/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page.h"

#include "narrow.h"

enum
{
  PROP_SESSION = 1,
  PROP_DEFAULT_WIDGET,
};

typedef struct
{
  TesseraSession *session;
  GtkWidget *default_widget; /* a descendant */
  gboolean built;
} TesseraPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TesseraPage, tessera_page, ADW_TYPE_BIN)

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A page scrolls, so its width does not depend on its height. GTK asks for the width at a height
 * all the same, and each label would then try one width after another, which takes longer than
 * anything else in the window. */
static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL)
    gtk_widget_measure (child, orientation,
                        orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                        minimum_baseline, natural_baseline);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

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
  gtk_widget_set_layout_manager (GTK_WIDGET (self),
                                 gtk_custom_layout_new (get_request_mode, measure, allocate));
}

void
tessera_page_build (TesseraPage *self)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (self);

  if (priv->built)
    return;
  priv->built = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_narrow_allow (GTK_WIDGET (self));
  /* The session may have come before there was anything to show it. */
  g_object_notify (G_OBJECT (self), "session");
}

GtkWidget *
tessera_page_get_default_widget (TesseraPage *self)
{
  TesseraPagePrivate *priv = tessera_page_get_instance_private (self);

  return priv->default_widget;
}

void
tessera_page_set_session (TesseraPage *self, TesseraSession *session)
{
  g_object_set (self, "session", session, NULL);
}

void
tessera_page_release_hidden (GtkStack *stack)
{
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    if (page != gtk_stack_get_visible_child (stack))
      tessera_page_set_session (TESSERA_PAGE (page), NULL);
}
