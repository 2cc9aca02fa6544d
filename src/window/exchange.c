/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange.h"

#include "account-exchange.h"
#include "alert.h"
#include "application-hold.h"
#include "import-dialog.h"
#include "portal-watch.h"
#include "toast.h"
#include "window-fit.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWindow *window; /* (nullable) not owned; NULL once it is closed */
  TesseraAccounts *accounts;
  GtkFileChooserNative *chooser; /* (nullable) the one that is open */
  TesseraPortalWatch *watch;     /* (nullable) of the portal that shows it */
} Exchange;

static void
close_chooser (Exchange *self)
{
  g_clear_pointer (&self->watch, tessera_portal_watch_free);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static void
exchange_clear (gpointer data)
{
  g_clear_object (&((Exchange *) data)->accounts);
}

static void
exchange_unref (Exchange *self)
{
  g_rc_box_release_full (self, exchange_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

static void
tell (Exchange *self, const GError *error)
{
  if (self->window != NULL)
    tessera_alert_tell (self->window, _ ("Not Exported"), error->message);
}

static void
imported_cb (GtkWindow *window, guint added)
{
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account imported",
                                                        "%u accounts imported", added),
                                           added);

  tessera_toast_tell (window, text);
}

void
tessera_exchange_open (GtkWindow *window, TesseraAccounts *accounts, GFile *file)
{
  GAction *import = g_action_map_lookup_action (G_ACTION_MAP (window), "import-accounts");
  g_autoptr (GError) error = NULL;
  GtkWindow *dialog = NULL;

  if (import != NULL && !g_action_get_enabled (import))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                         _ ("Accounts are set up by your administrator"));
  else
    dialog = tessera_import_dialog_new (accounts, file, &error);
  if (dialog == NULL)
    {
      tessera_alert_tell (window, _ ("The File Cannot Be Imported"), error->message);
      return;
    }
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), window, G_CONNECT_SWAPPED);
  tessera_window_fit_present (dialog, window);
}

/* GTK would wait for a portal that has died, with the window blocked. */
static void
portal_gone_cb (gpointer user_data)
{
  close_chooser (user_data);
}

/* Whether GTK asks the portal for a file: unlike GIO, it does not look at GTK_USE_PORTAL. */
static gboolean
is_portal_chooser (void)
{
  static const GDebugKey key = { "portals", 1 };

  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
         || g_parse_debug_string (g_getenv ("GDK_DEBUG"), &key, 1) != 0;
}

/* @answered: the handler of its signal "response" */
static void
open_chooser (Exchange *self, const char *title, GtkFileChooserAction action, GCallback answered)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GDBusConnection) bus = NULL;

  close_chooser (self);
  self->chooser = gtk_file_chooser_native_new (title, self->window, action, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Tessera Accounts"));
  gtk_file_filter_add_pattern (filter, "*.tessera");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", answered, self);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "accounts.tessera");
  bus = is_portal_chooser () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) : NULL;
  if (bus != NULL)
    self->watch = tessera_portal_watch_new (bus, portal_gone_cb, self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* (transfer full) (nullable) */
static GFile *
take_file (Exchange *self, int response)
{
  GFile *file = response == GTK_RESPONSE_ACCEPT
                  ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                  : NULL;

  close_chooser (self);
  return file;
}

static void
import_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GFile) file = take_file (self, response);

  if (file != NULL)
    tessera_exchange_open (self->window, self->accounts, file);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_chooser (user_data, _ ("Import Accounts"), GTK_FILE_CHOOSER_ACTION_OPEN,
                G_CALLBACK (import_chosen_cb));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell (self, error);
  else if (self->window != NULL)
    tessera_toast_tell (self->window, _ ("Accounts exported, without secrets"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The text of the file. (transfer full) */
static char *
make_text (TesseraAccounts *accounts)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    g_ptr_array_add (configs, (gpointer) tessera_accounts_get_config (accounts, i));
  return tessera_account_exchange_write (configs);
}

static void
export_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GFile) file = take_file (self, response);
  g_autofree char *text = file != NULL ? make_text (self->accounts) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GTask *task;

  if (file == NULL)
    return;
  /* An account may have more in it than a file: nobody could import that. */
  if (!tessera_account_exchange_check (text, &error))
    {
      tell (self, error);
      return;
    }
  task = g_task_new (NULL, NULL, exported_cb, g_rc_box_acquire (self));
  bytes = g_bytes_new (text, strlen (text));
  g_task_set_source_tag (task, export_chosen_cb);
  tessera_application_hold_for (task);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, task);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_chooser (user_data, _ ("Export Accounts"), GTK_FILE_CHOOSER_ACTION_SAVE,
                G_CALLBACK (export_chosen_cb));
}

/* There is nothing to export without an account. */
static void
update_cb (Exchange *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), "export-accounts");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 0);
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  const Exchange *self = user_data;

  tessera_exchange_open (self->window, self->accounts, g_value_get_object (value));
  return TRUE;
}

static void
closed_cb (gpointer data, GObject *window)
{
  g_autoptr (Exchange) self = data;

  self->window = NULL;
  g_signal_handlers_disconnect_by_func (self->accounts, update_cb, self);
  close_chooser (self);
}

void
tessera_exchange_attach (GtkApplicationWindow *window, TesseraAccounts *accounts)
{
  static const GActionEntry entries[] = {
    { .name = "import-accounts", .activate = import_cb },
    { .name = "export-accounts", .activate = export_cb },
  };
  Exchange *self = g_rc_box_new0 (Exchange);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->window = GTK_WINDOW (window);
  self->accounts = g_object_ref (accounts);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (update_cb), self);
  update_cb (self);
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
  g_object_weak_ref (G_OBJECT (window), closed_cb, self);
}
