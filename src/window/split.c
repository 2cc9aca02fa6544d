/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "split.h"

/* Application pixels: as wide as the sidebar and the content at least. */
#define SIDEBAR_WIDTH 280
#define CONTENT_WIDTH 340

enum
{
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_HAS_SIDEBAR,
  PROP_SHOW_CONTENT,
  PROP_FOLDED,
  PROP_CONTENT_VISIBLE,
  PROP_SIDEBAR_VISIBLE,
  PROP_CAN_GO_BACK,
  N_PROPS
};

struct _TesseraSplit
{
  AdwBin parent_instance;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar;
  GtkWidget *line;
  GtkWidget *content;
  gboolean has_sidebar;
  gboolean show_content;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (TesseraSplit, tessera_split, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static gboolean
shows_content (TesseraSplit *self)
{
  return self->show_content || !self->has_sidebar;
}

/* The visible properties follow from the others. */
static void
notify_visible (TesseraSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT_VISIBLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_VISIBLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

/* The leaflet shows what the properties say: each change of them calls it before it is notified. */
static void
update (TesseraSplit *self)
{
  if (self->sidebar == NULL || self->content == NULL)
    return;
  gtk_widget_set_visible (self->sidebar, self->has_sidebar);
  gtk_widget_set_visible (self->line, self->has_sidebar);
  adw_leaflet_set_can_navigate_back (self->leaflet, self->has_sidebar);
  adw_leaflet_set_visible_child (self->leaflet,
                                 shows_content (self) ? self->content : self->sidebar);
}

static void
visible_child_cb (TesseraSplit *self)
{
  gboolean content = adw_leaflet_get_visible_child (self->leaflet) == self->content;

  if (gtk_widget_in_destruction (GTK_WIDGET (self)) || self->sidebar == NULL
      || self->content == NULL)
    return;
  /* The person went back. */
  if (content != shows_content (self))
    tessera_split_set_show_content (self, content);
}

static void
set_folded (TesseraSplit *self, gboolean folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  notify_visible (self);
}

static void
folded_cb (TesseraSplit *self)
{
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    set_folded (self, adw_leaflet_get_folded (self->leaflet));
}

static GtkWidget *
append (TesseraSplit *self, GtkWidget *child, gboolean navigatable)
{
  adw_leaflet_page_set_navigatable (adw_leaflet_append (self->leaflet, child), navigatable);
  return child;
}

static void
tessera_split_constructed (GObject *object)
{
  TesseraSplit *self = TESSERA_SPLIT (object);

  G_OBJECT_CLASS (tessera_split_parent_class)->constructed (object);
  self->line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
}

static void
tessera_split_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraSplit *self = TESSERA_SPLIT (object);

  if (id == PROP_SIDEBAR)
    g_value_set_object (value, self->sidebar);
  else if (id == PROP_CONTENT)
    g_value_set_object (value, self->content);
  else if (id == PROP_HAS_SIDEBAR)
    g_value_set_boolean (value, self->has_sidebar);
  else if (id == PROP_SHOW_CONTENT)
    g_value_set_boolean (value, self->show_content);
  else if (id == PROP_FOLDED)
    g_value_set_boolean (value, self->folded);
  else if (id == PROP_CONTENT_VISIBLE)
    g_value_set_boolean (value, tessera_split_get_content_visible (self));
  else if (id == PROP_CAN_GO_BACK)
    g_value_set_boolean (value, self->has_sidebar && self->folded);
  else
    g_value_set_boolean (value, tessera_split_get_sidebar_visible (self));
}

static void
tessera_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraSplit *self = TESSERA_SPLIT (object);

  if (id == PROP_SIDEBAR)
    {
      self->sidebar = append (self, g_value_get_object (value), TRUE);
      gtk_widget_set_size_request (self->sidebar, SIDEBAR_WIDTH, -1);
      append (self, self->line, FALSE);
    }
  else if (id == PROP_CONTENT)
    {
      self->content = append (self, g_value_get_object (value), TRUE);
      gtk_widget_set_size_request (self->content, CONTENT_WIDTH, -1);
      gtk_widget_set_hexpand (self->content, TRUE);
    }
  else if (id == PROP_HAS_SIDEBAR)
    tessera_split_set_has_sidebar (self, g_value_get_boolean (value));
  else
    tessera_split_set_show_content (self, g_value_get_boolean (value));
  update (self);
}

static void
install (GObjectClass *object_class, guint id, const char *name, GType type, gboolean writable)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  if (writable)
    flags |= G_PARAM_WRITABLE;
  properties[id] = type == GTK_TYPE_WIDGET ? g_param_spec_object (name, NULL, NULL, type, flags)
                                           : g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
  g_object_class_install_property (object_class, id, properties[id]);
}

static void
tessera_split_class_init (TesseraSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = tessera_split_constructed;
  object_class->get_property = tessera_split_get_property;
  object_class->set_property = tessera_split_set_property;
  install (object_class, PROP_SIDEBAR, "sidebar", GTK_TYPE_WIDGET, TRUE);
  install (object_class, PROP_CONTENT, "content", GTK_TYPE_WIDGET, TRUE);
  install (object_class, PROP_HAS_SIDEBAR, "has-sidebar", G_TYPE_BOOLEAN, TRUE);
  install (object_class, PROP_SHOW_CONTENT, "show-content", G_TYPE_BOOLEAN, TRUE);
  install (object_class, PROP_FOLDED, "folded", G_TYPE_BOOLEAN, FALSE);
  install (object_class, PROP_CONTENT_VISIBLE, "content-visible", G_TYPE_BOOLEAN, FALSE);
  install (object_class, PROP_SIDEBAR_VISIBLE, "sidebar-visible", G_TYPE_BOOLEAN, FALSE);
  install (object_class, PROP_CAN_GO_BACK, "can-go-back", G_TYPE_BOOLEAN, FALSE);
}

static void
tessera_split_init (TesseraSplit *self)
{
  self->leaflet = g_object_new (ADW_TYPE_LEAFLET, "fold-threshold-policy",
                                ADW_FOLD_THRESHOLD_POLICY_MINIMUM, "homogeneous", FALSE, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
  self->folded = TRUE;
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (visible_child_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
}

gboolean
tessera_split_get_folded (TesseraSplit *self)
{
  return self->folded;
}

gboolean
tessera_split_get_content_visible (TesseraSplit *self)
{
  return !self->folded || shows_content (self);
}

gboolean
tessera_split_get_sidebar_visible (TesseraSplit *self)
{
  return self->has_sidebar && (!self->folded || !self->show_content);
}

void
tessera_split_expect_width (TesseraSplit *self, int width)
{
  set_folded (self, width < SIDEBAR_WIDTH + CONTENT_WIDTH);
}

void
tessera_split_settle (TesseraSplit *self)
{
  folded_cb (self);
}

void
tessera_split_set_has_sidebar (TesseraSplit *self, gboolean has_sidebar)
{
  if (self->has_sidebar == has_sidebar)
    return;
  self->has_sidebar = has_sidebar;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SIDEBAR]);
  notify_visible (self);
}

void
tessera_split_set_show_content (TesseraSplit *self, gboolean show_content)
{
  if (self->show_content == show_content)
    return;
  self->show_content = show_content;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
  notify_visible (self);
}
