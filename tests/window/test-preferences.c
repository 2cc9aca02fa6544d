/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences.h"

#include "adding.h"
#include "exchange.h"
#include "settings.h"
#include "shown-text.h"
#include "window.h"
#include "window-resources.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* The preferences, and what an administrator has decided of them: in a database of dconf, as dconf
 * compiles it. */

static const char orders[] = "[io/github/tessera_app/Tessera]\n"
                             "allow-adding=false\n"
                             "clipboard-seconds=uint32 30\n";
static const char locks[] = "/io/github/tessera_app/Tessera/allow-adding\n"
                            "/io/github/tessera_app/Tessera/clipboard-seconds\n";

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Before anything reads a preference. */
static void
set_up_dconf (void)
{
  g_autofree char *directory = g_dir_make_tmp ("tessera-dconf-XXXXXX", NULL);
  g_autofree char *keys = g_build_filename (directory, "keys", NULL);
  g_autofree char *locked = g_build_filename (keys, "locks", NULL);
  g_autofree char *database = g_build_filename (directory, "database", NULL);
  g_autofree char *profile = g_build_filename (directory, "profile", NULL);
  g_autofree char *sources = g_strdup_printf ("user-db:user\nfile-db:%s\n", database);
  g_autofree char *schemas = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "data", NULL);
  const char *compile[] = { "dconf", "compile", database, keys, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_cmpint (g_mkdir_with_parents (locked, 0700), ==, 0);
  write_file (keys, "orders", orders);
  write_file (locked, "orders", locks);
  write_file (directory, "profile", sources);
  g_spawn_sync (NULL, (char **) compile, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_setenv ("GSETTINGS_BACKEND", "dconf", TRUE);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
  g_setenv ("DCONF_PROFILE", profile, TRUE);
}

/* Returns: (nullable) the first descendant of @widget of that type; a row also by its title. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *title)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (title == NULL
          || g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, title);
  return found;
}

static GtkWidget *
find_row (TesseraPreferences *preferences, const char *title)
{
  GtkWidget *row = find (GTK_WIDGET (preferences), ADW_TYPE_ACTION_ROW, title);

  g_assert_nonnull (row);
  return row;
}

/* It shows what holds, says who has set it, and cannot be changed; the others can. */
static void
test_locked (void)
{
  g_autoptr (GSettings) settings = tessera_settings_open ();
  TesseraPreferences *preferences = tessera_preferences_new (settings);
  GtkWidget *row = find_row (preferences, "Seconds Until a Copied Token Is Cleared");
  GtkWidget *other = find_row (preferences, "Notifications");

  g_assert_false (gtk_widget_get_sensitive (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Set by your administrator");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (
                     GTK_SPIN_BUTTON (find (row, GTK_TYPE_SPIN_BUTTON, NULL))),
                   ==, 30);
  g_assert_true (gtk_widget_get_sensitive (other));
  g_assert_null (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (other)), "administrator"));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (find (other, GTK_TYPE_SWITCH, NULL))));
  gtk_window_destroy (GTK_WINDOW (preferences));
}

static GtkWidget *
find_add_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "list-add-symbolic") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_add_button (child);
  return found;
}

/* Also one that is dropped, or opened with the file manager. */
static void
assert_refuses_files (GtkWidget *window, TesseraAccounts *accounts)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere.tessera");

  tessera_exchange_open (GTK_WINDOW (window), accounts, file);
  while (!shown_text_anywhere ("The File Cannot Be Imported"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (shown_text_anywhere ("No such file"));
}

/* The window says why it has no account, and its button does nothing and says why. */
static void
test_no_adding (void)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (TRUE, NULL);
  GtkWidget *window = GTK_WIDGET (tessera_window_new (NULL, accounts));
  GtkWidget *button = find_add_button (window);
  GActionMap *actions = G_ACTION_MAP (window);

  g_assert_true (gtk_widget_is_sensitive (button));
  tessera_exchange_attach (GTK_APPLICATION_WINDOW (window), accounts);
  tessera_adding_follow_policy (window);
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==,
                   "Accounts are set up by your administrator");
  g_assert_false (g_action_get_enabled (g_action_map_lookup_action (actions, "import-accounts")));
  gtk_window_present (GTK_WINDOW (window));
  while (!shown_text_in (window, "No Accounts"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (
    shown_text_in (window, "Accounts are set up by your administrator, and there is none"));
  g_assert_false (shown_text_in (window, "Add Account"));
  assert_refuses_files (window, accounts);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  set_up_dconf ();
  adw_init ();
  g_resources_register (window_get_resource ());
  g_test_add_func ("/preferences/locked", test_locked);
  g_test_add_func ("/preferences/no-adding", test_no_adding);
  return g_test_run ();
}
