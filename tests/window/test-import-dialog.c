/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "import-dialog.h"

#include "account-exchange.h"
#include "accounts-now.h"
#include "shown-text.h"
#include "stage.h"
#include "window-resources.h"

#include <glib/gstdio.h>
#include <string.h>
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

/* As many accounts as a file may have, with as much text as it has room for. (transfer full) */
static char *
make_large_file (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);

  for (guint i = 0; i < TESSERA_ACCOUNT_EXCHANGE_MAX_ACCOUNTS; i++)
    {
      g_string_append_printf (text,
                              "[a%u]\nName=Account %u\nIssuer=https://login.example.org/\n"
                              "ClientId=a\nHosts=",
                              i, i);
      for (guint j = 0; j < 100; j++)
        g_string_append_printf (text, "h%u.a%u.example.org;", j, i);
      g_string_append_c (text, '\n');
    }
  g_assert_cmpuint (text->len, <, TESSERA_ACCOUNT_EXCHANGE_MAX_SIZE);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* How many characters there are to lay out below @widget. */
static glong
count_characters (GtkWidget *widget)
{
  glong n = GTK_IS_LABEL (widget) ? g_utf8_strlen (gtk_label_get_text (GTK_LABEL (widget)), -1) : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_characters (child);
  return n;
}

/* Each line says how it begins, and all of it where a person opens it: GTK takes half a minute to
 * lay out all of such a file. */
static void
test_large (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_large_file ();
  GtkWidget *dialog = open_dialog (self, text);
  GtkListBox *list
    = GTK_LIST_BOX (gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "list"));
  GtkWidget *first = GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0));
  const char *subtitle = adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (first));

  g_assert_true (g_str_has_prefix (subtitle, "New\nSigns in at: https://login.example.org/\n"
                                             "Gives its token to: h0.a0.example.org, "));
  g_assert_true (g_str_has_suffix (subtitle, "…"));
  g_assert_cmpint (count_characters (GTK_WIDGET (list)), <, 100 * 200);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (first), TRUE);
  g_assert_cmpint (count_characters (first), >, 100 * (int) strlen ("h0.a0.example.org"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Whose a host is, its end says: a host is shown whole, and a list of hosts ends between two. */
static void
test_whole_hosts (Fixture *self, gconstpointer data)
{
  g_autofree char *label = g_strnfill (60, 'a');
  g_autofree char *issuer
    = g_strdup_printf ("https://login.microsoftonline.com.%s.evil.example/", label);
  g_autofree char *other
    = g_strdup_printf ("token.login.microsoftonline.com.%s.evil.example", label);
  g_autofree char *host = g_strdup_printf ("a.example.org.%s.%s.evil.example", label, label);
  g_autofree char *text
    = g_strdup_printf (HEAD "[a]\nName=Work\nIssuer=%s\nClientId=a\nTokenEndpoint=https://%s/t\n"
                            "JwksUri=https://z.%s/k\nHosts=%s;b.%s;\n",
                       issuer, other, other, host, host);
  g_autofree char *wanted = g_strdup_printf ("New\nSigns in at: %s\nAlso contacts: %s, …\n"
                                             "Gives its token to: %s, …",
                                             issuer, other, host);
  GtkWidget *dialog = open_dialog (self, text);
  gpointer list = gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "list");
  gpointer row = gtk_list_box_get_row_at_index (list, 0);

  g_assert_cmpstr (adw_expander_row_get_subtitle (row), ==, wanted);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Waits until the row @index, opened, has @text in sight. */
static void
open_row (GtkWidget *dialog, int index, const char *text)
{
  gpointer list = gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "list");
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, index));

  g_assert_true (gtk_widget_is_sensitive (row));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  while (!shown_text_in (row, text))
    g_main_context_iteration (NULL, TRUE);
}

/* Also of an account that exists. */
static void
test_whole_name (Fixture *self, gconstpointer data)
{
  g_autofree char *word = g_strnfill (100, 'a');
  g_autofree char *text
    = g_strdup_printf (HEAD "[a]\nName=%s end\nIssuer=https://login.example.org/\nClientId=long\n",
                       word);
  g_autofree char *added = g_strdup_printf ("%s end\nNew\nSigns in at: ", word);
  g_autofree char *exists = g_strdup_printf ("%s end\nAlready exists; ", word);
  GtkWidget *dialog = open_dialog (self, text);

  open_row (dialog, 0, added);
  g_assert_true (gtk_widget_activate_action (dialog, "import.import", NULL));
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  dialog = open_dialog (self, text);
  open_row (dialog, 0, exists);
  g_assert_false (can_import (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What cannot be added stops the import, and another try goes on from there. */
static void
test_goes_on (Fixture *self, gconstpointer data)
{
  static const char text[]
    = HEAD "[a]\nName=First\nIssuer=https://login.example.org/\nClientId=a\n"
           "[b]\nName=Second\nIssuer=https://login.example.org/\nClientId=b\n";
  GtkWidget *dialog = open_dialog (self, text);
  gpointer notice = gtk_widget_get_template_child (dialog, TESSERA_TYPE_IMPORT_DIALOG, "notice");
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (self->stage->account);
  g_autoptr (GError) error = NULL;
  TesseraAccount *taken;

  g_free (config->name);
  config->name = g_strdup ("Second");
  taken = tessera_accounts_add (self->stage->accounts, config, &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_activate_action (dialog, "import.import", NULL));
  while (!gtk_widget_get_visible (notice))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (tessera_accounts_find (self->stage->accounts, "First", NULL));
  tessera_accounts_delete_entry (self->stage->accounts, tessera_account_get_config (taken)->id,
                                 &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_activate_action (dialog, "import.import", NULL));
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->imported, ==, 2);
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
  add ("/import-dialog/large", test_large);
  add ("/import-dialog/whole-hosts", test_whole_hosts);
  add ("/import-dialog/whole-name", test_whole_name);
  add ("/import-dialog/goes-on", test_goes_on);
  add ("/import-dialog/nothing-new", test_nothing_new);
  add ("/import-dialog/refuses", test_refuses);
  return g_test_run ();
}
