/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "import-dialog.h"

#include "accounts-import.h"
#include "notice.h"
#include "resource-path.h"
#include "shorten.h"
#include "window-closing.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 100 /* characters of a name, or bytes of a list of hosts, shown at once */

struct _TesseraImportDialog
{
  AdwWindow parent_instance;
  TesseraAccounts *accounts;
  GPtrArray *entries; /* TesseraImportEntry */
  GCancellable *cancellable;
  TesseraNotice *notice;
  GtkListBox *list;
  GtkLabel *dropped;
  GtkWidget *import_button;
};

G_DEFINE_FINAL_TYPE (TesseraImportDialog, tessera_import_dialog, ADW_TYPE_WINDOW)

static guint imported_signal;

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraImportDialog) self = TESSERA_IMPORT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  guint added = tessera_accounts_import_finish (TESSERA_ACCOUNTS (source), result, &error);

  /* Closed, or gone with its parent. */
  if (g_cancellable_is_cancelled (self->cancellable) || self->accounts == NULL)
    return;
  if (error != NULL)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.import", TRUE);
      g_object_set (self->notice, "text", NULL, NULL);
      g_object_set (self->notice, "text", error->message, NULL);
      return;
    }
  g_signal_emit (self, imported_signal, 0, added);
  gtk_window_close (GTK_WINDOW (self));
}

static void
import_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraImportDialog *self = TESSERA_IMPORT_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "import.import", FALSE);
  tessera_accounts_import_async (self->accounts, self->entries, self->cancellable, imported_cb,
                                 g_object_ref (self));
}

static gboolean
tessera_import_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (TESSERA_IMPORT_DIALOG (window)->cancellable);
  return tessera_window_closing_request (window);
}

static void
tessera_import_dialog_dispose (GObject *object)
{
  TesseraImportDialog *self = TESSERA_IMPORT_DIALOG (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_import_dialog_parent_class)->dispose (object);
}

static void
tessera_import_dialog_class_init (TesseraImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_import_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_import_dialog_close_request;
  imported_signal = g_signal_new ("imported", TESSERA_TYPE_IMPORT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "import.import", NULL, import_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("import-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraImportDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, TesseraImportDialog, list);
  gtk_widget_class_bind_template_child (widget_class, TesseraImportDialog, dropped);
  gtk_widget_class_bind_template_child (widget_class, TesseraImportDialog, import_button);
}

static void
tessera_import_dialog_init (TesseraImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @line: (transfer full) */
static void
append_line (GString *text, char *line)
{
  g_autofree char *whole = line;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, whole);
}

/* The name that @entry has or gets here. */
static const char *
get_name (const TesseraImportEntry *entry)
{
  return entry->kind == TESSERA_IMPORT_EXISTS ? entry->name : entry->config->name;
}

/* A host is never cut: its end says whose it is. @hosts: (nullable). Returns: (transfer full) */
static char *
join_hosts (char **hosts, gsize limit)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; hosts != NULL && hosts[i] != NULL; i++)
    {
      gboolean fits = i == 0 || list->len + strlen (hosts[i]) <= limit;

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", fits ? hosts[i] : "…");
      if (!fits)
        break;
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* @limit: as MAX_SHOWN. (transfer full) */
static char *
describe (const TesseraImportEntry *entry, glong limit)
{
  const TesseraAccountConfig *config = entry->config;
  const char *provider = config->issuer != NULL ? config->issuer : config->authorization_endpoint;
  g_auto (GStrv) other_hosts = tessera_account_exchange_find_other_hosts (config);
  g_autofree char *others = join_hosts (other_hosts, limit);
  g_autofree char *hosts = join_hosts (config->hosts, limit);
  g_autofree char *name = tessera_shorten (entry->name, limit);
  g_autoptr (GString) text = g_string_new (NULL);

  if (entry->kind == TESSERA_IMPORT_EXISTS)
    return g_strdup (_ ("Already exists; it will be skipped."));
  append_line (text, entry->kind == TESSERA_IMPORT_RENAMED
                       ? g_strdup_printf (_ ("New; the name “%s” is already in use."), name)
                       : g_strdup (_ ("New")));
  append_line (text, g_strdup_printf (_ ("Signs in at: %s"), provider));
  if (others[0] != '\0')
    append_line (text, g_strdup_printf (_ ("Also contacts: %s"), others));
  if (hosts[0] != '\0')
    append_line (text, g_strdup_printf (_ ("Gives its token to: %s"), hosts));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A long text takes GTK a third of a second, and a file may have a hundred of them. */
static void
expanded_cb (AdwExpanderRow *row, GParamSpec *pspec, const TesseraImportEntry *entry)
{
  g_autofree char *description = describe (entry, G_MAXLONG);
  g_autofree char *all = g_strconcat (get_name (entry), "\n", description, NULL);
  GtkWidget *label = gtk_label_new (all);

  g_signal_handlers_disconnect_by_func (row, expanded_cb, (gpointer) entry);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "value-row");
  adw_expander_row_add_row (row, label);
}

static GtkWidget *
make_row (const TesseraImportEntry *entry)
{
  g_autofree char *all = describe (entry, G_MAXLONG);
  g_autofree char *text = describe (entry, MAX_SHOWN);
  g_autofree char *name = tessera_shorten (get_name (entry), MAX_SHOWN);
  gboolean is_cut = !g_str_equal (all, text) || !g_str_equal (get_name (entry), name);
  gboolean is_sensitive = is_cut || entry->kind != TESSERA_IMPORT_EXISTS;
  GtkWidget *row
    = g_object_new (is_cut ? ADW_TYPE_EXPANDER_ROW : ADW_TYPE_ACTION_ROW, "use-markup", FALSE,
                    "title", name, "subtitle", text, "sensitive", is_sensitive, NULL);

  if (is_cut)
    g_signal_connect (row, "notify::expanded", G_CALLBACK (expanded_cb), (gpointer) entry);
  return row;
}

static void
show (TesseraImportDialog *self, TesseraAccountExchange *file)
{
  g_autofree char *list = g_strjoinv (", ", file->dropped);
  g_autofree char *text = g_strdup_printf (_ ("Not imported: %s"), list);
  gboolean any = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const TesseraImportEntry *entry = self->entries->pdata[i];

      any = any || entry->kind != TESSERA_IMPORT_EXISTS;
      gtk_list_box_append (self->list, make_row (entry));
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.import", any);
  gtk_label_set_text (self->dropped, text);
  gtk_widget_set_visible (GTK_WIDGET (self->dropped), list[0] != '\0');
}

GtkWindow *
tessera_import_dialog_new (TesseraAccounts *accounts, GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (TesseraAccountExchange) read = NULL;
  TesseraImportDialog *self;

  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("Only files on this computer can be imported."));
      return NULL;
    }
  read = tessera_account_exchange_read_path (path, error);
  if (read == NULL)
    return NULL;
  self = g_object_new (TESSERA_TYPE_IMPORT_DIALOG, NULL);
  self->accounts = g_object_ref (accounts);
  self->entries = tessera_accounts_plan_import (accounts, read->configs);
  show (self, read);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->import_button);
  gtk_widget_grab_focus (self->import_button);
  return GTK_WINDOW (self);
}
