/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences.h"

#include "announce.h"
#include "resource-path.h"

#include <glib/gi18n.h>

struct _TesseraPreferences
{
  AdwPreferencesWindow parent_instance;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (TesseraPreferences, tessera_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The names of the objects in preferences.ui. */
static const struct
{
  const char *key;
  const char *row;
  const char *control;
  const char *property;
} rows[] = {
  { "clipboard-seconds", "clipboard_row", "clipboard_seconds", "value" },
  { "run-in-background", "background_row", "run_in_background", "active" },
  { "notifications", "notifications_row", "notifications", "active" },
};

static gpointer
get_child (TesseraPreferences *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), TESSERA_TYPE_PREFERENCES, name);
}

static void
show_lock (TesseraPreferences *self, gsize i)
{
  GtkWidget *row = get_child (self, rows[i].row);

  if (g_settings_is_writable (self->settings, rows[i].key))
    return;
  gtk_widget_set_sensitive (row, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Set by your administrator"));
}

static void
tessera_preferences_dispose (GObject *object)
{
  g_clear_object (&TESSERA_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (tessera_preferences_parent_class)->dispose (object);
}

static void
tessera_preferences_class_init (TesseraPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("preferences.ui"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_class_bind_template_child_full (widget_class, rows[i].row, FALSE, 0);
      gtk_widget_class_bind_template_child_full (widget_class, rows[i].control, FALSE, 0);
    }
}

static void
tessera_preferences_init (TesseraPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TesseraPreferences *
tessera_preferences_new (GSettings *settings)
{
  TesseraPreferences *self = g_object_new (TESSERA_TYPE_PREFERENCES, NULL);

  self->settings = g_object_ref (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_bind (settings, rows[i].key, get_child (self, rows[i].control), rows[i].property,
                       G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
      show_lock (self, i);
    }
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  tessera_announce_name_entry (get_child (self, "clipboard_seconds"));
  return self;
}

void
tessera_preferences_say (TesseraPreferences *self, const char *sentence)
{
  AdwToast *toast = adw_toast_new (sentence);

  adw_toast_set_timeout (toast, 0);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
  tessera_announce (GTK_WIDGET (self), sentence);
}
