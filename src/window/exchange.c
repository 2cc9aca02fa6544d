/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange.h"

#include "account-exchange.h"
#include "alert.h"
#include "clipboard.h"
#include "import-dialog.h"
#include "window-fit.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWindow *window; /* not owned: it owns this */
  TesseraAccounts *accounts;
} Exchange;

/* Says it in a toast: the overlay is the window's content. */
static void
say (GtkWindow *window, const char *text)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));

  tessera_clipboard_confirm (content, text);
}

static void
imported_cb (GtkWindow *window, guint added)
{
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account imported",
                                                        "%u accounts imported", added),
                                           added);

  say (window, text);
}

void
tessera_exchange_open (GtkWindow *window, TesseraAccounts *accounts, GFile *file)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *dialog = tessera_import_dialog_new (accounts, file, &error);

  if (dialog == NULL)
    {
      tessera_alert_tell (window, _ ("The File Cannot Be Imported"), error->message);
      return;
    }
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), window, G_CONNECT_SWAPPED);
  tessera_window_fit_present (dialog, window);
}

/* (transfer full) */
static GtkFileChooserNative *
make_chooser (const Exchange *self, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (title, self->window, action, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Tessera Accounts"));
  gtk_file_filter_add_pattern (filter, "*.tessera");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

static void
import_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  const Exchange *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                             ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                             : NULL;

  if (file != NULL)
    tessera_exchange_open (self->window, self->accounts, file);
  g_object_unref (chooser);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooserNative *chooser
    = make_chooser (user_data, _ ("Import Accounts"), GTK_FILE_CHOOSER_ACTION_OPEN);

  g_signal_connect (chooser, "response", G_CALLBACK (import_chosen_cb), user_data);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = GTK_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (window, _ ("Accounts exported, without secrets"));
  else
    tessera_alert_tell (window, _ ("The Accounts Were Not Exported"), error->message);
}

/* (transfer full) */
static GBytes *
make_file (TesseraAccounts *accounts)
{
  g_autoptr (GPtrArray) configs = g_ptr_array_new ();
  char *text;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    g_ptr_array_add (configs, (gpointer) tessera_accounts_get_config (accounts, i));
  text = tessera_account_exchange_write (configs);
  return g_bytes_new_take (text, strlen (text));
}

static void
export_chosen_cb (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  const Exchange *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                             ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                             : NULL;
  g_autoptr (GBytes) bytes = file != NULL ? make_file (self->accounts) : NULL;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         exported_cb, g_object_ref (self->window));
  g_object_unref (chooser);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooserNative *chooser
    = make_chooser (user_data, _ ("Export Accounts"), GTK_FILE_CHOOSER_ACTION_SAVE);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "accounts.tessera");
  g_signal_connect (chooser, "response", G_CALLBACK (export_chosen_cb), user_data);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
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

/* Once the window has gone. */
static void
exchange_free (gpointer data, GObject *window)
{
  Exchange *self = data;

  g_signal_handlers_disconnect_by_func (self->accounts, update_cb, self);
  g_clear_object (&self->accounts);
  g_free (self);
}

void
tessera_exchange_attach (GtkApplicationWindow *window, TesseraAccounts *accounts)
{
  static const GActionEntry entries[] = {
    { .name = "import-accounts", .activate = import_cb },
    { .name = "export-accounts", .activate = export_cb },
  };
  Exchange *self = g_new0 (Exchange, 1);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->window = GTK_WINDOW (window);
  self->accounts = g_object_ref (accounts);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (update_cb), self);
  update_cb (self);
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
  g_object_weak_ref (G_OBJECT (window), exchange_free, self);
}
