/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of accounts: chosen, written, dropped. With an argument, a portal shows the chooser: the
 * program of that name. */
#include "config.h"

#include "exchange.h"

#include "account-exchange.h"
#include "accounts-now.h"
#include "import-dialog.h"
#include "page-stage.h"
#include "shown-text.h"
#include "window-resources.h"
#include "window.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>

static GtkNativeDialog *chooser; /* weak: the last one */
static GFile *chosen;

typedef struct
{
  Stage *stage;
  GtkWidget *window; /* (nullable) once a test has closed it */
  char *path;
} Fixture;

/* In the place of GTK's: to know what the window opens, and to say what the person chooses. */
GtkFileChooserNative *
gtk_file_chooser_native_new (const char *title,
                             GtkWindow *parent,
                             GtkFileChooserAction action,
                             const char *accept,
                             const char *cancel)
{
  GtkFileChooserNative *(*gtk) (const char *, GtkWindow *, GtkFileChooserAction, const char *,
                                const char *);

  *(void **) &gtk = dlsym (RTLD_NEXT, "gtk_file_chooser_native_new");
  g_set_weak_pointer (&chooser, GTK_NATIVE_DIALOG (gtk (title, parent, action, accept, cancel)));
  return GTK_FILE_CHOOSER_NATIVE (chooser);
}

GFile *
gtk_file_chooser_get_file (GtkFileChooser *self)
{
  return g_object_ref (chosen);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->path = g_build_filename (g_get_tmp_dir (), "accounts.tessera", NULL);
  chosen = g_file_new_for_path (self->path);
  self->stage = stage_new (NULL, NULL);
  self->window = GTK_WIDGET (tessera_window_new (NULL, self->stage->accounts));
  tessera_exchange_attach (GTK_APPLICATION_WINDOW (self->window), self->stage->accounts);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (self->window))
    g_main_context_iteration (NULL, TRUE);
}

static void
close_window (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    close_window (self);
  g_unlink (self->path);
  g_free (self->path);
  g_clear_object (&chosen);
  stage_free (self->stage);
}

/* Returns: (nullable) the window of that type that is open */
static GtkWidget *
find_open (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *each = windows; each != NULL; each = each->next)
    if (g_type_is_a (G_OBJECT_TYPE (each->data), type) && gtk_widget_get_mapped (each->data))
      return each->data;
  return NULL;
}

static GtkWidget *
wait_for_open (GType type)
{
  while (find_open (type) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return find_open (type);
}

static void
choose (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (self->window, action, NULL));
  g_assert_nonnull (chooser);
  wait_for_open (GTK_TYPE_FILE_CHOOSER_DIALOG);
}

/* All accounts, in a file. (transfer full) */
static char *
make_text (Fixture *self)
{
  TesseraAccounts *accounts = self->stage->accounts;
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    g_ptr_array_add (configs, (gpointer) tessera_accounts_get_config (accounts, i));
  return tessera_account_exchange_write (configs);
}

/* A chooser goes with the window that it is for. */
static void
test_window_closes (Fixture *self, gconstpointer data)
{
  choose (self, "win.import-accounts");
  close_window (self);
  g_assert_null (chooser);
  g_assert_null (find_open (GTK_TYPE_FILE_CHOOSER_DIALOG));
}

static void
test_imports (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_text (self);

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  choose (self, "win.import-accounts");
  g_signal_emit_by_name (chooser, "response", GTK_RESPONSE_ACCEPT);
  wait_for_open (TESSERA_TYPE_IMPORT_DIALOG);
  g_assert_null (chooser);
}

/* The dialog goes with its window. */
static void
test_drops (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_text (self);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->window);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, chosen);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &taken);
    }
  g_assert_true (taken);
  wait_for_open (TESSERA_TYPE_IMPORT_DIALOG);
  close_window (self);
  g_assert_null (find_open (TESSERA_TYPE_IMPORT_DIALOG));
}

static void export(Fixture *self)
{
  g_unlink (self->path);
  choose (self, "win.export-accounts");
  g_signal_emit_by_name (chooser, "response", GTK_RESPONSE_ACCEPT);
}

static gboolean
has_text (const char *path, const char *text)
{
  g_autofree char *found = NULL;

  return g_file_get_contents (path, &found, NULL, NULL) && g_str_equal (found, text);
}

static void
wait_for_file (Fixture *self, const char *text)
{
  while (!has_text (self->path, text))
    g_main_context_iteration (NULL, TRUE);
}

/* Also where the window has gone before the file is there. */
static void
test_exports (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_text (self);

  export(self);
  wait_for_file (self, text);
  export(self);
  close_window (self);
  wait_for_file (self, text);
}

/* An account may have more in it than a file: none is written then, and that is said once. */
static void
test_refuses (Fixture *self, gconstpointer data)
{
  g_autofree char *scope = g_strnfill (300, 'a');
  const char *const scopes[] = { scope, NULL };
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (self->stage->account);
  g_autoptr (GError) error = NULL;

  config->scopes = g_strdupv ((GStrv) scopes);
  g_assert_true (tessera_accounts_update (self->stage->accounts, config, &error));
  g_assert_no_error (error);
  export(self);
  while (!shown_text_anywhere ("Not Exported"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shown_text_anywhere ("The value of “Scopes” cannot be read."));
  g_assert_false (shown_text_anywhere ("Accounts exported"));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
}

/* GTK would block the window until an answer that never comes. */
static void
test_portal_dies (Fixture *self, gconstpointer program)
{
  g_autoptr (GSubprocess) portal
    = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                        program, NULL);
  g_autoptr (GDataInputStream) says
    = g_data_input_stream_new (g_subprocess_get_stdout_pipe (portal));
  g_autofree char *ready = g_data_input_stream_read_line (says, NULL, NULL, NULL);
  g_autofree char *asked = NULL;

  g_assert_cmpstr (ready, ==, "ready");
  g_assert_true (gtk_widget_activate_action (self->window, "win.import-accounts", NULL));
  g_assert_true (gtk_native_dialog_get_visible (chooser));
  g_data_input_stream_read_line_async (says, G_PRIORITY_DEFAULT, NULL, read_cb, &asked);
  while (asked == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (asked, ==, "asked");
  g_output_stream_close (g_subprocess_get_stdin_pipe (portal), NULL, NULL);
  while (chooser != NULL && gtk_native_dialog_get_visible (chooser))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  const char *portal;

  g_test_init (&argc, &argv, NULL);
  portal = argc > 1 ? argv[1] : NULL;
  if (portal != NULL)
    g_setenv ("GDK_DEBUG", "portals", TRUE);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test) g_test_add (path, Fixture, portal, set_up, test, tear_down)
  if (portal != NULL)
    add ("/exchange/portal-dies", test_portal_dies);
  else
    {
      add ("/exchange/window-closes", test_window_closes);
      add ("/exchange/imports", test_imports);
      add ("/exchange/drops", test_drops);
      add ("/exchange/exports", test_exports);
      add ("/exchange/refuses", test_refuses);
    }
#undef add
  return g_test_run ();
}
