/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "value-row.h"

#include "announce.h"
#include "clipboard.h"
#include "resource-path.h"
#include "unbroken-uris.h"

#include <glib/gi18n.h>

enum
{
  PROP_VALUE = 1,
  PROP_COPYABLE,
  PROP_SUFFIX,
};

struct _TesseraValueRow
{
  AdwPreferencesRow parent_instance;
  char *value;
  gboolean copyable;
  GtkWidget *text;
  AdwBin *suffix;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (TesseraValueRow, tessera_value_row, ADW_TYPE_PREFERENCES_ROW)

static char *
text_cb (gpointer self, const char *value)
{
  return g_strdup (value != NULL && value[0] != '\0' ? value : _ ("None"));
}

/* The keyboard is on the value, which alone does not say what it is. */
static void
name_value (TesseraValueRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *value = text_cb (self, self->value);
  /* Translators: a value, for a screen reader: "Client ID: desktop" */
  g_autofree char *label = g_strdup_printf (_ ("%s: %s"), title, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
value_changed_cb (TesseraValueRow *self)
{
  tessera_unbroken_uris_keep (GTK_LABEL (self->text));
  name_value (self);
}

static void
title_changed_cb (TesseraValueRow *self)
{
  g_autofree char *label
    /* Translators: a button that copies a value of this name */
    = g_strdup_printf (_ ("Copy %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));

  gtk_widget_set_tooltip_text (self->copy, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  name_value (self);
}

static void
copy_cb (TesseraValueRow *self)
{
  g_autofree char *toast
    /* Translators: the value of this name is in the clipboard now */
    = g_strdup_printf (_ ("%s copied"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));

  if (self->value != NULL)
    tessera_clipboard_copy (GTK_WIDGET (self), self->value, toast);
}

static gboolean
tessera_value_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TESSERA_VALUE_ROW (widget)->text);
}

static void
tessera_value_row_finalize (GObject *object)
{
  g_clear_pointer (&TESSERA_VALUE_ROW (object)->value, g_free);
  G_OBJECT_CLASS (tessera_value_row_parent_class)->finalize (object);
}

static void
tessera_value_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraValueRow *self = TESSERA_VALUE_ROW (object);

  if (id == PROP_VALUE)
    g_value_set_string (value, self->value);
  else if (id == PROP_SUFFIX)
    g_value_set_object (value, adw_bin_get_child (self->suffix));
  else
    g_value_set_boolean (value, self->copyable);
}

static void
tessera_value_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraValueRow *self = TESSERA_VALUE_ROW (object);

  if (id == PROP_COPYABLE)
    self->copyable = g_value_get_boolean (value);
  else if (id == PROP_SUFFIX)
    {
      adw_bin_set_child (self->suffix, g_value_get_object (value));
      gtk_widget_set_visible (GTK_WIDGET (self->suffix), g_value_get_object (value) != NULL);
    }
  else
    {
      g_free (self->value);
      self->value = g_value_dup_string (value);
    }
}

static void
tessera_value_row_class_init (TesseraValueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = tessera_value_row_finalize;
  object_class->get_property = tessera_value_row_get_property;
  object_class->set_property = tessera_value_row_set_property;
  widget_class->grab_focus = tessera_value_row_grab_focus;
  g_object_class_install_property (
    object_class, PROP_VALUE,
    g_param_spec_string ("value", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_COPYABLE,
                                   g_param_spec_boolean ("copyable", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE
                                                           | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_SUFFIX,
                                   g_param_spec_object ("suffix", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_READWRITE
                                                          | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("value-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraValueRow, text);
  gtk_widget_class_bind_template_child (widget_class, TesseraValueRow, suffix);
  gtk_widget_class_bind_template_child (widget_class, TesseraValueRow, copy);
  gtk_widget_class_bind_template_callback (widget_class, text_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
tessera_value_row_init (TesseraValueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  /* The label names itself by its text whenever that changes. */
  g_signal_connect_object (self->text, "notify::label", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
tessera_value_row_new (const char *title, const char *value)
{
  return g_object_new (TESSERA_TYPE_VALUE_ROW, "title", title, "value", value, NULL);
}
