/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "adding.h"

#include "prompt-page.h"
#include "settings.h"

#include <glib/gi18n.h>

#define ACTION "win.add"
#define KEY    "allow-adding"

/* Says why in @widget, and in what is below it. */
static void
explain (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), ACTION) == 0)
    gtk_widget_set_tooltip_text (widget, _ ("Accounts are set up by your administrator"));
  if (TESSERA_IS_PROMPT_PAGE (widget))
    {
      g_autofree char *action = NULL;

      g_object_get (widget, "action", &action, NULL);
      if (g_strcmp0 (action, ACTION) == 0)
        g_object_set (widget, "title", _ ("No Accounts"), "action", NULL, "description",
                      _ ("Accounts are set up by your administrator, and there is none for you."),
                      NULL);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    explain (child);
}

static void
changed_cb (GtkWidget *window, const char *key, GSettings *settings)
{
  gboolean allowed = g_settings_get_boolean (settings, KEY);
  GAction *import = g_action_map_lookup_action (G_ACTION_MAP (window), "import-accounts");

  gtk_widget_action_set_enabled (window, ACTION, allowed);
  if (import != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (import), allowed);
}

void
tessera_adding_follow_policy (GtkWidget *window)
{
  g_autoptr (GSettings) settings = tessera_settings_open ();

  if (settings == NULL)
    return;
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (changed_cb), window,
                           G_CONNECT_SWAPPED);
  changed_cb (window, KEY, settings);
  if (!g_settings_get_boolean (settings, KEY))
    explain (window);
  /* It lives as long as the window. */
  g_object_set_data_full (G_OBJECT (window), "tessera-adding", g_steal_pointer (&settings),
                          g_object_unref);
}
