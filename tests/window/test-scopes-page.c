/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scopes-page.h"

#include "stage.h"
#include "window-resources.h"

typedef struct
{
  Stage *stage;
  TesseraSession *session;
  TesseraPage *page;
  GtkWidget *window;
} Fixture;

static const char *const scopes[] = { "openid", "profile", "email", NULL };

static void
set_up (Fixture *self, gconstpointer data)
{
  self->stage = stage_new (NULL, scopes);
  self->session = tessera_session_new (self->stage->account);
  stage_browse (self->stage, tessera_session_get_activity (self->session));
  self->page = g_object_new (TESSERA_TYPE_SCOPES_PAGE, "session", self->session, NULL);
  tessera_page_build (self->page);
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window),
                        g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->page, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->session);
  stage_free (self->stage);
}

/* The titles of the rows below @widget, each with a blank after it. */
static void
list_rows (GtkWidget *widget, GString *titles)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    g_string_append_printf (titles, "%s ",
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_rows (child, titles);
}

static void
assert_rows (Fixture *self, const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  list_rows (GTK_WIDGET (self->page), titles);
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
sign_in (Fixture *self)
{
  TesseraActivity *activity = tessera_session_get_activity (self->session);

  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_cmpstr (tessera_session_get_view (self->session), ==, "signed-in");
}

static void
test_follows_the_token (Fixture *self, gconstpointer data)
{
  assert_rows (self, "");
  sign_in (self);
  assert_rows (self, "openid profile email ");
  tessera_page_set_session (self->page, NULL);
  assert_rows (self, "");
}

/* Returns: (nullable) the button below @widget that has this tooltip. */
static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found
    = GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0
        ? widget
        : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, tooltip);
  return found;
}

static void
test_copies_one (Fixture *self, gconstpointer data)
{
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sign_in (self);
  g_signal_emit_by_name (find_button (GTK_WIDGET (self->page), "Copy profile"), "clicked");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (self->window));
  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&value), ==, "profile");
}

/* Who has the keyboard in the list has it there after another sign-in. */
static void
test_keeps_the_keyboard (Fixture *self, gconstpointer data)
{
  GtkWidget *button;

  sign_in (self);
  button = find_button (GTK_WIDGET (self->page), "Copy profile");
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (gtk_widget_grab_focus (button));
  g_object_notify (G_OBJECT (self->stage->account), "scope");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window))
                 == find_button (GTK_WIDGET (self->page), "Copy profile"));
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  add ("/scopes-page/follows-the-token", test_follows_the_token);
  add ("/scopes-page/copies-one", test_copies_one);
  add ("/scopes-page/keeps-the-keyboard", test_keeps_the_keyboard);
  return g_test_run ();
}
