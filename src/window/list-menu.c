/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-menu.h"

#include "account-menu.h"
#include "account-row.h"
#include "announce.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget *view; /* unowned: it owns this */
  TesseraSessions *sessions;
  GtkWidget *bin;     /* unowned: around the view; lays popovers out, as lists do not */
  GtkWidget *popover; /* (nullable) a child of the bin */
} Menu;

static void
menu_free (Menu *self)
{
  g_clear_object (&self->sessions);
  g_free (self);
}

static void
destroy_cb (Menu *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

/* GTK gives the keyboard to the first button of the bin, unless what was chosen has taken it. The
 * window may be going. */
static void
closed_cb (Menu *self)
{
  GtkRoot *root = gtk_widget_get_root (self->view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root == NULL)
    return;
  if (focus == NULL || gtk_widget_is_ancestor (focus, self->bin))
    gtk_widget_grab_focus (self->view);
}

static void
popup (Menu *self, TesseraAccountRow *row, double x, double y)
{
  TesseraSession *session = tessera_account_row_get_session (row);
  GdkRectangle point = { 0, 0, 1, 1 };
  g_autoptr (GMenuModel) model = NULL;

  if (session == NULL)
    return;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  model = tessera_account_menu_new (self->sessions, session);
  self->popover = gtk_popover_menu_new_from_model (model);
  tessera_announce_name_menu (self->popover);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (closed_cb), self);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, self->bin);
  gtk_widget_translate_coordinates (self->view, self->bin, x, y, &x, &y);
  point.x = (int) x;
  point.y = (int) y;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &point);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
popup_at (Menu *self, double x, double y)
{
  TesseraAccountRow *row = tessera_account_row_find_at (self->view, x, y);

  if (row != NULL)
    popup (self, row, x, y);
}

static void
pressed_cb (Menu *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_at (self, x, y);
}

static void
long_pressed_cb (Menu *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_at (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  Menu *self = user_data;
  TesseraAccountRow *row = tessera_account_row_find_focus (view);
  double x = 0;
  double y = 0;

  if (row == NULL)
    return FALSE;
  gtk_widget_translate_coordinates (GTK_WIDGET (row), view,
                                    gtk_widget_get_width (GTK_WIDGET (row)) / 2.0,
                                    gtk_widget_get_height (GTK_WIDGET (row)), &x, &y);
  popup (self, row, x, y);
  return TRUE;
}

static gboolean
move (GtkWidget *view, const char *action)
{
  TesseraAccountRow *row = tessera_account_row_find_focus (view);
  TesseraSession *session = row != NULL ? tessera_account_row_get_session (row) : NULL;

  return session != NULL
         && gtk_widget_activate_action (
           view, action, "s",
           tessera_account_get_config (tessera_session_get_account (session))->id);
}

static gboolean
up_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  return move (view, "accounts.move-up");
}

static gboolean
down_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  return move (view, "accounts.move-down");
}

static void
add_gestures (Menu *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (press));
}

static void
add_keys (Menu *self)
{
  static const struct
  {
    const char *trigger;
    GtkShortcutFunc function;
  } keys[] = { { "Menu|<Shift>F10", menu_key_cb },
               { "<Control><Shift>Up", up_key_cb },
               { "<Control><Shift>Down", down_key_cb } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* Before GtkListView, which selects rows with Shift. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                        gtk_callback_action_new (keys[i].function, self, NULL)));
  gtk_widget_add_controller (self->view, controller);
}

void
tessera_list_menu_attach (GtkListView *view, TesseraSessions *sessions)
{
  Menu *self = g_new0 (Menu, 1);

  self->view = GTK_WIDGET (view);
  self->bin = gtk_widget_get_ancestor (self->view, ADW_TYPE_BIN);
  self->sessions = g_object_ref (sessions);
  g_object_set_data_full (G_OBJECT (view), "tessera-list-menu", self, (GDestroyNotify) menu_free);
  g_signal_connect_swapped (self->bin, "destroy", G_CALLBACK (destroy_cb), self);
  add_gestures (self);
  add_keys (self);
}
