/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "navigation.h"

#include "announce.h"
#include "pushed-page.h"

enum
{
  PROP_ROOT = 1,
  PROP_AT_ROOT,
  N_PROPS
};

struct _TesseraNavigation
{
  AdwBin parent_instance;
  AdwLeaflet *leaflet;
  GtkWidget *root; /* a child of the leaflet */
  guint idle;
};

G_DEFINE_FINAL_TYPE (TesseraNavigation, tessera_navigation, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static gboolean
is_at_root (TesseraNavigation *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == self->root;
}

static gboolean
remove_hidden_cb (gpointer user_data)
{
  TesseraNavigation *self = TESSERA_NAVIGATION (user_data);
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);
  GtkWidget *page;

  self->idle = 0;
  if (visible == NULL || adw_leaflet_get_child_transition_running (self->leaflet))
    return G_SOURCE_REMOVE;
  while ((page = adw_leaflet_get_adjacent_child (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD))
         != NULL)
    adw_leaflet_remove (self->leaflet, page);
  return G_SOURCE_REMOVE;
}

/* Pages that have been taken away are there until they have slid out of view. The leaflet still
 * needs them while it says that they have. */
static void
remove_hidden (TesseraNavigation *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (remove_hidden_cb, self);
}

static void
visible_changed_cb (TesseraNavigation *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);

  if (visible == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_ROOT]);
  remove_hidden (self);
}

static void
pop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tessera_navigation_pop (TESSERA_NAVIGATION (widget));
}

static void
tessera_navigation_dispose (GObject *object)
{
  g_clear_handle_id (&TESSERA_NAVIGATION (object)->idle, g_source_remove);
  G_OBJECT_CLASS (tessera_navigation_parent_class)->dispose (object);
}

static void
tessera_navigation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraNavigation *self = TESSERA_NAVIGATION (object);

  if (id == PROP_ROOT)
    g_value_set_object (value, self->root);
  else
    g_value_set_boolean (value, is_at_root (self));
}

static void
tessera_navigation_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraNavigation *self = TESSERA_NAVIGATION (object);

  g_assert (id == PROP_ROOT && self->root == NULL);
  self->root = g_value_get_object (value);
  adw_leaflet_append (self->leaflet, self->root);
}

static void
tessera_navigation_class_init (TesseraNavigationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_navigation_dispose;
  object_class->get_property = tessera_navigation_get_property;
  object_class->set_property = tessera_navigation_set_property;
  properties[PROP_ROOT] = g_param_spec_object ("root", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_AT_ROOT]
    = g_param_spec_boolean ("at-root", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "navigation.pop", NULL, pop_cb);
}

static void
tessera_navigation_init (TesseraNavigation *self)
{
  self->leaflet = g_object_new (ADW_TYPE_LEAFLET, "can-unfold", FALSE, "can-navigate-back", TRUE,
                                "homogeneous", FALSE, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (visible_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::child-transition-running",
                           G_CALLBACK (remove_hidden), self, G_CONNECT_SWAPPED);
}

void
tessera_navigation_push (TesseraNavigation *self, const char *title, GtkWidget *content)
{
  GtkWidget *page
    = tessera_pushed_page_new (title, content, gtk_widget_get_root (GTK_WIDGET (self)));

  /* One that still slides away comes after it. */
  adw_leaflet_insert_child_after (self->leaflet, page,
                                  adw_leaflet_get_visible_child (self->leaflet));
  adw_leaflet_set_visible_child (self->leaflet, page);
  tessera_pushed_page_focus (page);
  tessera_announce (page, title);
}

GtkWidget *
tessera_navigation_get_content (TesseraNavigation *self)
{
  return is_at_root (self)
           ? NULL
           : tessera_pushed_page_get_content (adw_leaflet_get_visible_child (self->leaflet));
}

void
tessera_navigation_pop (TesseraNavigation *self)
{
  GtkWidget *page = adw_leaflet_get_visible_child (self->leaflet);

  if (page == self->root)
    return;
  adw_leaflet_set_visible_child (self->leaflet,
                                 adw_leaflet_get_adjacent_child (self->leaflet,
                                                                 ADW_NAVIGATION_DIRECTION_BACK));
  tessera_pushed_page_return_focus (page);
}

void
tessera_navigation_pop_to_root (TesseraNavigation *self)
{
  if (self->root != NULL && !is_at_root (self))
    adw_leaflet_set_visible_child (self->leaflet, self->root);
}
