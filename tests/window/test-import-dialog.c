/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "import-dialog.h"

#include "account-exchange.h"
#include "accounts-now.h"
#include "stage.h"
#include "window-resources.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define HEAD "[Tessera Accounts]\nVersion=1\n"

typedef struct
{
  Stage *stage;
  GFile *file;
  char *path;
  guint imported;
  gboolean closed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("XXXXXX.tessera", &self->path, &error);

  g_assert_no_error (error);
  close (fd);
  self->file = g_file_new_for_path (self->path);
  self->stage = stage_new (NULL, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_free (self->path);
  g_object_unref (self->file);
  stage_free (self->stage);
}

static void
imported_cb (Fixture *self, guint added)
{
  self->imported = added;
}

static void
destroyed_cb (Fixture *self)
{
  self->closed = TRUE;
}

static GtkWidget *
open_dialog (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *dialog;

  g_file_set_contents (self->path, text, -1, &error);
  g_assert_no_error (error);
  dialog = tessera_import_dialog_new (self->stage->accounts, self->file, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (dialog, "imported", G_CALLBACK (imported_cb), self);
  g_signal_connect_swapped (dialog, "destroy", G_CALLBACK (destroyed_cb), self);
  gtk_window_present (dialog);
  return GTK_WIDGET (dialog);
}

static const char *
get_subtitle (GtkWidget *dialog, int row)
{
  gpointer list = gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "list");

  return adw_action_row_get_subtitle (ADW_ACTION_ROW (gtk_list_box_get_row_at_index (list, row)));
}

static gboolean
can_import (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (
    gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "import_button")));
}

static void
test_shows_and_imports (Fixture *self, gconstpointer data)
{
  const char *taken = tessera_account_get_name (self->stage->account);
  g_autofree char *text
    = g_strdup_printf (HEAD "[a]\nName=%s\nIssuer=https://login.example.org/\nClientId=a\n"
                            "TokenEndpoint=https://evil.example/t\nHosts=git.example.org;\n",
                       taken);
  g_autofree char *name = g_strdup_printf ("%s 2", taken);
  g_autofree char *wanted = g_strdup_printf (
    "New; the name “%s” is already in use.\nSigns in at: https://login.example.org/\n"
    "Also contacts: evil.example\n"
    "Gives its token to: git.example.org",
    taken);
  GtkWidget *dialog = open_dialog (self, text);

  g_assert_cmpstr (get_subtitle (dialog, 0), ==, wanted);
  g_assert_null (tessera_accounts_find (self->stage->accounts, name, NULL));
  g_assert_true (can_import (dialog));
  g_assert_true (gtk_widget_activate_action (dialog, "import.import", NULL));
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->imported, ==, 1);
  g_assert_nonnull (tessera_accounts_find (self->stage->accounts, name, NULL));
}

static void
test_nothing_new (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  g_ptr_array_add (configs, (gpointer) tessera_account_get_config (self->stage->account));
  text = tessera_account_exchange_write (configs);
  dialog = open_dialog (self, text);
  g_assert_cmpstr (get_subtitle (dialog, 0), ==, "Already exists; it will be skipped.");
  g_assert_false (can_import (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_refuses (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("http://127.0.0.1:9/a.tessera");

  g_assert_null (tessera_import_dialog_new (self->stage->accounts, self->file, &error));
  g_assert_cmpstr (error->message, ==, "This file does not contain Tessera accounts.");
  g_clear_error (&error);
  g_assert_null (tessera_import_dialog_new (self->stage->accounts, elsewhere, &error));
  g_assert_nonnull (error);
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
  add ("/import-dialog/shows-and-imports", test_shows_and_imports);
  add ("/import-dialog/nothing-new", test_nothing_new);
  add ("/import-dialog/refuses", test_refuses);
  return g_test_run ();
}
